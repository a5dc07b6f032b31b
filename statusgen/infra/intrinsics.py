"""CloudFormation's intrinsic functions, in their long form (its template reference)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Value = Any
NO_VALUE = {"Ref": "AWS::NoValue"}


def ref(name: str) -> Value:
    """Return a reference to a parameter or resource."""
    return {"Ref": name}


def sub(text: str) -> Value:
    """Return *text* with each ``${Name}`` in it filled in."""
    return {"Fn::Sub": text}


def get_att(resource: str, attribute: str) -> Value:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [resource, attribute]}


def either(condition: str, one: Value, other: Value = NO_VALUE) -> Value:
    """Return *one* where the condition holds, else *other*, by default nothing at all."""
    return {"Fn::If": [condition, one, other]}


def given(parameter: str) -> Value:
    """Return the condition that a parameter is not empty."""
    return negated({"Fn::Equals": [ref(parameter), ""]})


def holds(condition: str) -> Value:
    """Return the condition of that name, to be combined."""
    return {"Condition": condition}


def negated(condition: Value) -> Value:
    """Return the contrary."""
    return {"Fn::Not": [condition]}


def every(*conditions: Value) -> Value:
    """Return the condition that all of *conditions* hold."""
    return {"Fn::And": list(conditions)}


def some(*conditions: Value) -> Value:
    """Return the condition that one of *conditions* holds."""
    return {"Fn::Or": list(conditions)}


def counted(items: Sequence[Value]) -> Value:
    """Return a list as CloudFront writes some of its lists."""
    return {"Quantity": len(items), "Items": list(items)}
