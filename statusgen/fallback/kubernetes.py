"""Kubernetes: a small backend of its own that answers 503, and what leads to it.

ingress-nginx sends errors to a default backend, and the answer has that backend's
status: so it must itself say 503 (kubernetes.github.io/ingress-nginx, Custom errors).
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from statusgen.fallback.filling import fill, pages_of
from statusgen.fallback.values import File, Order

#: The port of each page within the pod, by scenario.
_FIRST_PORT = 8080

_NGINX = """\
{% for case in cases %}
server {
    # One port a page, so that a Service is the switch.
    listen {{ ports[case.name] }};
    # The pages.
    root /usr/share/statusgen;
    # Kubernetes looks here whether the pod is well.
    location = /healthz {
        # Seen by nobody.
        access_log off;
        # It is.
        return 200;
    }
    # Whatever was asked for.
    location / {
        # "Come back later" to crawlers and caches; error_page makes the page, for any method.
        return 503;
    }
    # An address and not a @name: a POST to a named location would end as 405.
    error_page 503 /{{ case.stem }}.html;
    # Only error_page leads here.
    location = /{{ case.stem }}.html {
        # Asked for directly it is like any other address.
        internal;
        # Whatever mime.types says.
        types { }
        # The page is HTML.
        default_type "text/html; charset=utf-8";
        # "always": otherwise nginx adds headers to successes alone.
        add_header Retry-After {{ retry }} always;
        # Nobody may keep it: the shop must be back for a reader as soon as it is back.
        add_header Cache-Control no-store always;
    }
}
{% endfor %}
"""

_MANIFEST = """\
# The page that stands in for {{ shop }}, for Kubernetes. Made by statusgen.
#
#     kubectl apply -f fallback.yaml
#
# 1. Lead errors to it. With ingress-nginx, on the shop's Ingress:
#     kubectl annotate ingress SHOP \\
#         nginx.ingress.kubernetes.io/custom-http-errors=502,503,504 \\
#         nginx.ingress.kubernetes.io/default-backend=statusgen-full
#    From then on the full page comes by itself whenever the shop's pods do not answer.
# 2. The switch, with any controller: let the shop's Ingress or HTTPRoute lead to another Service.
{% for case in cases %}
#     statusgen-{{ case.name }}    {{ case.when }}
{% endfor %}
#     kubectl patch ingress SHOP --type=json -p '[{"op": "replace",
#         "path": "/spec/rules/0/http/paths/0/backend/service",
#         "value": {"name": "statusgen-planned", "port": {"number": 80}}}]'
{% if partial %}
#    For a partial outage: kubectl apply -f partial.yaml, and kubectl delete -f partial.yaml
{% endif %}
#
# It runs where the shop runs: a cluster that is down takes it along. In front of the cluster,
# use the configuration of your CDN or load balancer as well.

apiVersion: v1
kind: ConfigMap
metadata:
  name: statusgen-fallback
# At most 1 MiB for all of it; the pages are inside, so that no volume can be missing.
data:
  default.conf: |
{{ nginx | indent(4, true) }}
{% for case in cases %}
  # As JSON's string, which is YAML too: nothing in the page can end it.
  {{ case.stem }}.html: {{ bodies[case.name] }}
{% endfor %}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: statusgen-fallback
spec:
  # One may always be restarting.
  replicas: 2
  selector:
    matchLabels: {app: statusgen-fallback}
  template:
    metadata:
      labels: {app: statusgen-fallback}
      # Pods are replaced when the pages are.
      annotations: {statusgen/digest: "{{ digest }}"}
    spec:
      # On two machines, where there are two.
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {app: statusgen-fallback}
      # It asks nothing of the cluster.
      automountServiceAccountToken: false
      containers:
        - name: nginx
          # Runs without root. Copy it to your own registry: others may be down that night.
          image: nginxinc/nginx-unprivileged:stable-alpine
          ports:
{% for case in cases %}
            - {name: {{ case.name }}, containerPort: {{ ports[case.name] }}}
{% endfor %}
          # Gets traffic when it can answer.
          readinessProbe:
            httpGet: {path: /healthz, port: full}
          # Small, and always granted: it must run when everything else is short of room.
          resources:
            requests: {cpu: 10m, memory: 16Mi}
            limits: {memory: 64Mi}
          # Nothing more than it needs.
          securityContext:
            allowPrivilegeEscalation: false
            runAsNonRoot: true
            capabilities: {drop: [ALL]}
          volumeMounts:
            - {name: files, mountPath: /etc/nginx/conf.d/default.conf, subPath: default.conf}
            - {name: files, mountPath: /usr/share/statusgen}
      volumes:
        - name: files
          configMap: {name: statusgen-fallback}
{% for case in cases %}
---
# {{ case.when | capitalize }}.
apiVersion: v1
kind: Service
metadata:
  name: statusgen-{{ case.name }}
spec:
  selector: {app: statusgen-fallback}
  ports:
    # The port that the Ingress names.
    - {port: 80, targetPort: {{ case.name }}}
{% endfor %}
"""

_PARTIAL = """\
# The switch of a partial outage of {{ shop }}: kubectl apply -f partial.yaml, and to end it
# kubectl delete -f partial.yaml. Made by statusgen.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: statusgen-partial
# Add the ingressClassName and tls of the shop's own Ingress.
spec:
  rules:
    - host: {{ shop }}
      http:
        paths:
{% for path in paths %}
          # Longer than the shop's own "/", so that it wins; everything else goes to the shop.
          - path: {{ path }}
            # Whole parts of the path: not {{ path }}-help.
            pathType: Prefix
            backend:
              service: {name: statusgen-partial, port: {number: 80}}
{% endfor %}
"""


def kubernetes_files(order: Order) -> tuple[File, ...]:
    """Return what Kubernetes needs."""
    names = [scenario.value for scenario in order.scenarios]
    ports = {name: _FIRST_PORT + place for place, name in enumerate(names)}
    bodies = {
        one.value: msgspec.json.encode(page.decode()).decode() for one, page in order.pages.items()
    }
    partial = "partial" in names
    nginx = fill(_NGINX, order, ports=ports).decode()
    digest = sha256(b"".join(order.pages.values()) + nginx.encode()).hexdigest()[:16]
    manifest = fill(
        _MANIFEST, order, ports=ports, bodies=bodies, nginx=nginx, digest=digest, partial=partial
    )
    switch = (File("partial.yaml", fill(_PARTIAL, order)),) if partial else ()
    return (File("fallback.yaml", manifest), *switch, *pages_of(order))
