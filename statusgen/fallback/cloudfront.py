"""CloudFront: custom error responses from a bucket that has nothing to do with the shop.

The page must come from another origin than the one that is down; the status is kept at
503, and how long an error is cached is set per status (docs.aws.amazon.com, Amazon
CloudFront Developer Guide, "Generate custom error responses").
"""

from __future__ import annotations

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import GATEWAY_ERRORS, File, Order
from statusgen.render.scenarios import Scenario

_TEMPLATE = """\
# The page that stands in for {{ shop }}, for CloudFront. Made by statusgen.
#
# Copy what stands below FallbackBucket, FallbackAccess, FallbackHeaders, and the marked parts of
# Shop's DistributionConfig, into the template of the shop's distribution; or try it as it is:
#     aws cloudformation deploy --template-file fallback.yaml --stack-name shop-fallback \\
#         --parameter-overrides ShopOrigin=origin.{{ shop }}
# Then, with the bucket's name from the stack's outputs:
#     aws s3 cp . s3://BUCKET/.statusgen/ --recursive --exclude "*" --include "fallback*.html" \\
#         --cache-control no-store --content-type "text/html; charset=utf-8"
#
# From then on the full page comes by itself whenever the shop's origin does not answer.
# The parameter Switch shows a page at will; CloudFront takes some minutes to follow:
{% for case in cases %}
#     {{ case.name }}: {{ case.when }}
{% endfor %}
# While it is on, requests go to the bucket, which has nothing but the pages and answers 403, and
# that is shown as the page. So a 403 of the shop itself is shown as the page as well.

AWSTemplateFormatVersion: "2010-09-09"
Description: The page that stands in for {{ shop }}

Parameters:
  # Where the shop's own servers are.
  ShopOrigin:
    Type: String
  # Which page is shown at will.
  Switch:
    Type: String
    # The shop is open.
    Default: "off"
    # Anything else would be a mistake.
    AllowedValues: ["off", {{ cases | map(attribute="name") | join(", ") }}]

Mappings:
  # Which page belongs to which switch; "off" has to be there, and is never shown.
  Pages:
    "off": {path: /.statusgen/fallback.html}
{% for case in cases %}
    {{ case.name }}: {path: /.statusgen/{{ case.stem }}.html}
{% endfor %}

Conditions:
  # A page is shown at will.
  Switched: !Not [!Equals [!Ref Switch, "off"]]
{% if partial %}
  # Some paths alone.
  IsPartial: !Equals [!Ref Switch, partial]
{% endif %}
  # Everyone gets the page, and not some paths alone.
  Everywhere: {% if partial %}!And [!Condition Switched, !Not [!Condition IsPartial]]{% else %}\
!Condition Switched{% endif %}


Resources:
  # Of the pages alone. In another region than the shop: one region is down more often than two.
  FallbackBucket:
    Type: AWS::S3::Bucket
    # The pages stay, whatever happens to the stack.
    DeletionPolicy: Retain
    # The same when it is replaced.
    UpdateReplacePolicy: Retain
    Properties:
      # CloudFront reads it; nobody else.
      PublicAccessBlockConfiguration:
        BlockPublicAcls: true
        BlockPublicPolicy: true
        IgnorePublicAcls: true
        RestrictPublicBuckets: true

  # CloudFront signs its requests.
  FallbackAccess:
    Type: AWS::CloudFront::OriginAccessControl
    Properties:
      OriginAccessControlConfig:
        Name: !Sub "${AWS::StackName}-fallback"
        OriginAccessControlOriginType: s3
        SigningBehavior: always
        SigningProtocol: sigv4

  # What lets it in.
  FallbackPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref FallbackBucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          # Reading, no listing: what is not there is 403, which the switch needs.
          - Effect: Allow
            Principal: {Service: cloudfront.amazonaws.com}
            Action: s3:GetObject
            Resource: !Sub "${FallbackBucket.Arn}/.statusgen/*"
            Condition:
              # This distribution alone.
              StringEquals:
                AWS:SourceArn: !Sub "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:\
distribution/${Shop}"

  # S3 cannot store Retry-After.
  FallbackHeaders:
    Type: AWS::CloudFront::ResponseHeadersPolicy
    Properties:
      ResponseHeadersPolicyConfig:
        Name: !Sub "${AWS::StackName}-fallback"
        CustomHeadersConfig:
          Items:
            # When clients may ask again.
            - {Header: Retry-After, Value: "{{ retry }}", Override: true}
            # Nobody may keep it: the shop must be back for a reader as soon as it is back.
            - {Header: Cache-Control, Value: no-store, Override: true}

  Shop:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        HttpVersion: http2and3
        Origins:
          # The shop, as it is.
          - Id: shop
            DomainName: !Ref ShopOrigin
            # With the default of 3 tries of 10 seconds each a customer waits half a minute for
            # the page.
            ConnectionAttempts: 2
            # Seconds.
            ConnectionTimeout: 3
            CustomOriginConfig:
              OriginProtocolPolicy: https-only
          # To be added: the pages come from elsewhere than what is down.
          - Id: fallback
            DomainName: !GetAtt FallbackBucket.RegionalDomainName
            OriginAccessControlId: !Ref FallbackAccess
            # Access is by the control above; the field has to be there.
            S3OriginConfig: {OriginAccessIdentity: ""}
        DefaultCacheBehavior:
          # To be changed: the switch.
          TargetOriginId: !If [Everywhere, fallback, shop]
          ViewerProtocolPolicy: redirect-to-https
          # All, for a shop: a method that is not allowed would be answered by CloudFront.
          AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
          # AWS's "CachingDisabled". The shop's own, where there is one.
          CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
          # To be added: on the page, whichever behaviour led to it. Not while the shop is open.
          ResponseHeadersPolicyId: !If [Everywhere, !Ref FallbackHeaders, !Ref "AWS::NoValue"]
        CacheBehaviors:
          # To be added, as the first: CloudFront fetches the pages by this one.
          - PathPattern: /.statusgen/*
            TargetOriginId: fallback
            ViewerProtocolPolicy: redirect-to-https
            # AWS's "CachingDisabled": a page that is changed is shown at once.
            CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
            ResponseHeadersPolicyId: !Ref FallbackHeaders
{% if partial %}
{% for path in paths %}
{% for end in ("", "/*") %}
          # To be added: what a partial outage takes away.
          - PathPattern: {{ path }}{{ end }}
            # The switch.
            TargetOriginId: !If [IsPartial, fallback, shop]
            ViewerProtocolPolicy: redirect-to-https
            AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
            # AWS's "CachingDisabled". The shop's own, where there is one.
            CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
{% endfor %}
{% endfor %}
{% endif %}
        CustomErrorResponses:
{% for code in gateway %}
          # To be added: the shop does not answer.
          - ErrorCode: {{ code }}
            # "Come back later" to crawlers and caches; 200 or 404 would say "this is all".
            ResponseCode: 503
            # The full page claims no more than that the shop does not answer.
            ResponsePagePath: /.statusgen/fallback.html
            # Nothing is kept: the default of 10 seconds would go on after the shop is back.
            ErrorCachingMinTTL: 0
{% endfor %}
          # To be added: what the bucket says while the switch is on. Off: left as it is.
          - !If
            - Switched
            - ErrorCode: 403
              # The same.
              ResponseCode: 503
              # The words of the switch.
              ResponsePagePath: !FindInMap [Pages, !Ref Switch, path]
              # Nothing is kept: the switch's end must be seen.
              ErrorCachingMinTTL: 0
            - !Ref AWS::NoValue

Outputs:
  # Where the pages go.
  Bucket:
    Value: !Ref FallbackBucket
  # Its address.
  Domain:
    Value: !GetAtt Shop.DomainName
"""


def cloudfront_files(order: Order) -> tuple[File, ...]:
    """Return what CloudFront needs."""
    return (
        File(
            "fallback.yaml",
            fill(_TEMPLATE, order, partial=Scenario.PARTIAL in order.pages, gateway=GATEWAY_ERRORS),
        ),
        *pages_of(order),
    )
