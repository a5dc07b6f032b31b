"""What S3 and its like answer when they will not, in words that say what to do.

Nothing of the answer's own text is passed on but codes and names: some services repeat
the key id and the string to sign in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from statusgen.publish.errors import ConditionError, NotSupportedError, TargetError

#: API operation → the permission it needs (Service Authorization Reference, S3).
ACTIONS = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "CopyObject": "s3:PutObject",
    "DeleteObjects": "s3:DeleteObject",
    "ListObjectsV2": "s3:ListBucket",
    "ListObjectVersions": "s3:ListBucketVersions",
    "GetBucketVersioning": "s3:GetBucketVersioning",
    "CreateInvalidation": "cloudfront:CreateInvalidation",
}
_CREDENTIALS = {
    "InvalidAccessKeyId": "the service does not know this access key",
    "InvalidClientTokenId": "the service does not know this access key",
    "SignatureDoesNotMatch": "the secret key does not fit the access key",
    "ExpiredToken": "the credentials have expired",
    "ExpiredTokenException": "the credentials have expired",
    "InvalidToken": "the session token is not valid",
    "UnrecognizedClientException": "the service does not know this access key",
}
_CREDENTIALS_HINT = (
    "credentials come from the environment (AWS_ACCESS_KEY_ID …), the AWS configuration "
    "files (profile:) or the machine's role; see which with 'aws sts get-caller-identity'"
)
_DENIED = {"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "Forbidden", "403"}
_REGION = {
    "PermanentRedirect",
    "AuthorizationHeaderMalformed",
    "IllegalLocationConstraintException",
    "301",
    "TemporaryRedirect",
}
_MISSING = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}
_FULL = {"QuotaExceeded", "XMinioStorageFull", "StorageFull", "InsufficientCapacity", "507"}
_PASSING = {
    "SlowDown",
    "SlowDownWrite",
    "SlowDownRead",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
    "RequestLimitExceeded",
    "RequestTimeout",
    "InternalError",
    "ServiceUnavailable",
    "ConditionalRequestConflict",
    "OperationAborted",
    "BadDigest",  # a body that was damaged on the way
    "IncompleteBody",
    "TooManyInvalidationsInProgress",
}
_PASSING_STATUS = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_UNSUPPORTED = {"NotImplemented", "UnsupportedHeader", "501"}
#: botocore's exceptions for credentials that are there and of no use: files that cannot be
#: read, half a key, a sign-on that has ended.
_NO_USABLE_CREDENTIALS = (
    "PartialCredentialsError",
    "ProfileNotFound",
    "TokenRetrievalError",
    "ConfigParseError",
    "ConfigNotFound",
    "InvalidConfigError",
    "RefreshWithMFAUnsupportedError",
    "UnknownCredentialError",
    "SSOError",
    "LoginError",
)
_CANNOT_BE_ASKED = ("ParamValidationError", "EndpointProviderError")
_NAMED_ACTION = re.compile(r"perform: ([a-z0-9-]+:[A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request went, for messages."""

    bucket: str
    region: str = ""
    endpoint_url: str = ""

    @property
    def service(self) -> str:
        """Return the service's name for people."""
        return self.endpoint_url or "Amazon S3"


class _MissingError(TargetError):
    """There is no such object."""


def is_missing(error: Exception) -> bool:
    """Return whether *error* says that there is no such object."""
    return isinstance(error, _MissingError)


@contextmanager
def explained(place: Place, *, writing: bool = False) -> Iterator[None]:
    """Turn what botocore raises inside into our errors.

    ``writing``: a missing object refuses the write's condition.
    """
    import botocore.exceptions as boto
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except boto.ClientError as error:
        raise explain_answer(error, place, writing=writing) from error
    except (boto.NoCredentialsError, boto.CredentialRetrievalError) as error:
        raise TargetError("there are no credentials", hint=_CREDENTIALS_HINT) from error
    except _named(boto, _NO_USABLE_CREDENTIALS) as error:
        raise TargetError(f"no usable credentials: {error}", hint=_CREDENTIALS_HINT) from error
    except boto.InvalidRegionError as error:
        raise TargetError(
            f"'{place.region}' is no region", hint="write e.g. region: eu-west-1"
        ) from error
    except boto.SSLError as error:
        raise TargetError(
            f"no secure connection to {place.service}",
            hint="its certificate is not trusted here; a company proxy may stand between "
            "(AWS_CA_BUNDLE names its certificate)",
        ) from error
    except _named(boto, _CANNOT_BE_ASKED) as error:
        raise TargetError(
            f"{place.service} cannot be asked that: {_first_line(error)}",
            hint="check bucket:, prefix: and endpoint_url: of this target",
        ) from error
    except (boto.BotoCoreError, ResponseParserError, HTTPError, OSError) as error:
        # Whatever went wrong on the way: no connection, a cut-off or garbled answer.
        raise TargetError(
            f"no whole answer from {place.service} ({type(error).__name__})",
            hint="is this machine online, and is the address right?",
            passing=True,
        ) from error


@contextmanager
def explained_opening(place: Place) -> Iterator[None]:
    """Turn what botocore raises while a client is made into our errors: nothing of it passes."""
    try:
        with explained(place):
            yield
    except ValueError as error:
        raise TargetError(
            f"'{place.endpoint_url}' is no address of a service",
            hint="write e.g. endpoint_url: https://s3.example.com",
        ) from error


def _named(module: object, names: Iterable[str]) -> tuple[type[Exception], ...]:
    """Return the exceptions of *names* that *module* has: older ones have fewer."""
    return tuple(getattr(module, name) for name in names if hasattr(module, name))


def _first_line(error: Exception) -> str:
    """Return the line that says what is wrong, without the pattern that it did not match."""
    return str(error).strip().rpartition("\n")[2].partition(": Bucket name must")[0]


def explain_answer(error: Exception, place: Place, *, writing: bool = False) -> TargetError:
    """Return the error for an answer that is a refusal; *error* is a botocore ClientError."""
    response = getattr(error, "response", {})
    code = str(response.get("Error", {}).get("Code", ""))
    meta = response.get("ResponseMetadata", {})
    status = int(meta.get("HTTPStatusCode", 0) or 0)
    operation = str(getattr(error, "operation_name", ""))
    if code == "NoSuchBucket":
        return TargetError(
            f"there is no bucket '{place.bucket}' at {place.service}",
            hint="check bucket: and region: of this target, or create the bucket",
        )
    if status == HTTPStatus.PRECONDITION_FAILED or code == "PreconditionFailed":
        return ConditionError("the object there is not the expected one")
    if code in _MISSING or status == HTTPStatus.NOT_FOUND:
        if writing:
            return ConditionError("there is no object where one was expected")
        return _MissingError("there is no such object")
    if code in _PASSING or status in _PASSING_STATUS:
        return _passing(code or str(status), meta)
    return _final(code or str(status), status, operation, response, place)


def _passing(code: str, meta: dict[str, object]) -> TargetError:
    headers = meta.get("HTTPHeaders", {})
    wait = headers.get("retry-after", "") if isinstance(headers, dict) else ""
    return TargetError(
        f"the service is busy ({code})",
        hint="this passes; if it goes on, look at the service's own status page",
        passing=True,
        wait=float(wait) if str(wait).isdigit() else 0.0,
    )


def _final(
    code: str, status: int, operation: str, response: dict[str, object], place: Place
) -> TargetError:
    if code in _CREDENTIALS:
        return TargetError(_CREDENTIALS[code], hint=_CREDENTIALS_HINT)
    if code in _REGION:
        return _wrong_region(response, place)
    if code == "RequestTimeTooSkewed":
        return TargetError(
            "this machine's clock is wrong by more than the service accepts",
            hint="set the clock (timedatectl set-ntp true), then publish again",
        )
    if code in _FULL or status == HTTPStatus.INSUFFICIENT_STORAGE:
        return TargetError(
            f"{place.service} has no room left ({code})",
            hint="make room or raise the quota, then publish again: it goes on where it stopped",
        )
    return _refused(code, status, operation, response, place)


def _refused(
    code: str, status: int, operation: str, response: dict[str, object], place: Place
) -> TargetError:
    if code in _DENIED or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _denied(operation, response, place)
    if code in _UNSUPPORTED or status == HTTPStatus.NOT_IMPLEMENTED:
        return NotSupportedError(f"{place.service} does not support this request ({operation})")
    return TargetError(f"{place.service} refused {operation or 'a request'} ({code})")


def _wrong_region(response: dict[str, object], place: Place) -> TargetError:
    told = response.get("Error", {})
    meta = response.get("ResponseMetadata", {})
    headers = meta.get("HTTPHeaders", {}) if isinstance(meta, dict) else {}
    region = (told.get("Region") if isinstance(told, dict) else "") or headers.get(
        "x-amz-bucket-region", ""
    )
    here = f" ('{place.region}')" if place.region else ""
    hint = f"set region: {region}" if region else "set region: to the bucket's own region"
    return TargetError(f"bucket '{place.bucket}' is not in this region{here}", hint=hint)


def _denied(operation: str, response: dict[str, object], place: Place) -> TargetError:
    told = response.get("Error", {})
    message = str(told.get("Message", "")) if isinstance(told, dict) else ""
    named = _NAMED_ACTION.search(message)
    action = named[1] if named else ACTIONS.get(operation, operation)
    hint = f"allow {action} for whoever publishes"
    if operation in {"GetObject", "HeadObject"} and not named:
        # S3 says 403 and not 404 to those who may not list the bucket.
        hint += "; and s3:ListBucket, without which a missing object looks like a forbidden one"
    return TargetError(f"not allowed: {action} on '{place.bucket}'", hint=hint)
