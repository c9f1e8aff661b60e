"""Roles and their policies."""

from __future__ import annotations

from dataclasses import replace

from modelhost.provider.autoname import NameRule
from modelhost.provider.table import JSON, Call, Prop, Row, Step, TagStyle

NAME = NameRule(limit=64, refused=r"[^\w+=,.@-]")
TAGS = TagStyle(
    create={"Tags": "{tag_list}"},
    add=Call("tag_role", {"RoleName": "{name}", "Tags": "{tag_list}"}, auto=False),
    remove=Call("untag_role", {"RoleName": "{name}", "TagKeys": "{tag_keys}"}, auto=False),
)
BY_NAME = {"RoleName": "{name}"}

ROLE = Row(
    type="aws:iam/role:Role",
    service="iam",
    regional=False,
    properties={
        "name": Prop(replace=True, api="RoleName"),
        "assumeRolePolicy": Prop(codec=JSON, api="AssumeRolePolicyDocument", required=True),
        "description": Prop(),
        "path": Prop(replace=True, default="/"),
        "maxSessionDuration": Prop(default=3600),
        "permissionsBoundary": Prop(read="PermissionsBoundary.PermissionsBoundaryArn"),
        "forceDetachPolicies": Prop(local=True, default=False),
        "tags": Prop(),
    },
    create=Call("create_role"),
    id="{name}",
    read=Call("get_role", BY_NAME, auto=False),
    found="Role",
    steps=(
        Step(
            ("assumeRolePolicy",),
            Call("update_assume_role_policy", BY_NAME | {"PolicyDocument": "{assumeRolePolicy}"}, auto=False),
            at_creation=False,
        ),
        Step(("description", "maxSessionDuration"), Call("update_role", BY_NAME), at_creation=False),
        Step(
            ("permissionsBoundary",),
            Call("put_role_permissions_boundary", BY_NAME),
            unset=Call("delete_role_permissions_boundary", BY_NAME),
            at_creation=False,
        ),
    ),
    outputs={"arn": "Arn", "uniqueId": "RoleId"},
    delete=(Call("delete_role", BY_NAME, auto=False),),
    tags=TAGS,
    autoname=("name", NAME),
    unique=("name",),
    missing=("NoSuchEntity",),
)

POLICY_KEY = {"RoleName": "{role}", "PolicyName": "{name}"}

ROLE_POLICY = Row(
    type="aws:iam/rolePolicy:RolePolicy",
    service="iam",
    regional=False,
    properties={
        "role": Prop(replace=True, api="RoleName", required=True),
        "name": Prop(replace=True, api="PolicyName"),
        "policy": Prop(codec=JSON, api="PolicyDocument", required=True),
    },
    create=Call("put_role_policy"),
    upsert=True,
    id="{role}:{name}",
    read=Call("get_role_policy", POLICY_KEY, auto=False),
    found="@",
    delete=(Call("delete_role_policy", POLICY_KEY, auto=False),),
    autoname=("name", replace(NAME, limit=128)),
    unique=("role", "name"),
    missing=("NoSuchEntity",),
)

ROWS = (ROLE, ROLE_POLICY)
