"""The containers of one endpoint may do what that endpoint needs, and nothing to any other."""

import json

import pytest

from components.execution_policy import ModelSource, execution_policy
from components.execution_role import ExecutionRole
from modelhost.spec.iam import IamSpec
from tests.components.linting import lint, statement
from tests.components.recording import ACCOUNT, REGION

IMAGE = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
LOG_GROUP = "/aws/sagemaker/Endpoints/dev-digits"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
SUBNETS, GROUPS = ["subnet-0123456789abcdef0"], ["sg-0123456789abcdef0"]
INTERFACES = f"arn:aws:ec2:{REGION}:{ACCOUNT}:network-interface/*"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"


def policy(account, source=True):
    """Return the policy of an endpoint."""
    models = [ModelSource("models", "models/dev-digits/", KEY)] if source else []
    return execution_policy(account, [IMAGE], LOG_GROUP, (SUBNETS, GROUPS), models)


def role(account, **changes):
    """Return a role with defaults to override."""
    args = {
        "account": account,
        "iam": IamSpec(path="/ml/", permissions_boundary_arn=BOUNDARY),
        "images": [IMAGE],
        "log_group_name": LOG_GROUP,
        "subnet_ids": SUBNETS,
        "security_group_ids": GROUPS,
        "sources": [{"bucket_name": "models", "prefix": "models/dev-digits/", "key_arn": KEY}],
    }
    return ExecutionRole("role", {**args, **changes})


def test_the_policy_passes_the_linter(account):
    """Every action, resource and condition exists and fits the others."""
    assert lint(policy(account)) == []


def test_only_sagemaker_for_this_account_assumes_the_role(build, account):
    """Without the condition another account's SageMaker could be tricked into using the role."""
    [trust] = json.loads(build(lambda: role(account)).one("Role")["assumeRolePolicy"])["Statement"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Action"] == ["sts:AssumeRole"]
    assert trust["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_path_and_boundary_apply(build, account):
    """What the stack file says of every role holds for this one."""
    made = build(lambda: role(account)).one("Role")
    assert (made["path"], made["permissionsBoundary"]) == ("/ml/", BOUNDARY)


def test_only_the_endpoints_own_prefix_is_read(account):
    """Objects below the prefix, and the listing of that prefix; nothing is written."""
    assert statement(policy(account), "ReadModel") == {
        "Sid": "ReadModel",
        "Effect": "Allow",
        "Action": ["s3:GetObject"],
        "Resource": ["arn:aws:s3:::models/models/dev-digits/*"],
    }
    listing = statement(policy(account), "ListModel")
    assert listing["Resource"] == ["arn:aws:s3:::models"]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": ["models/dev-digits/*"]}}


def test_the_key_decrypts_only_what_s3_holds_for_the_endpoint(account):
    """Through S3 alone, in the context of the bucket (with a bucket key) or of the object (without)."""
    decrypt = statement(policy(account), "DecryptModel")
    assert (decrypt["Action"], decrypt["Resource"]) == (["kms:Decrypt"], [KEY])
    assert decrypt["Condition"] == {
        "StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"},
        "StringLike": {
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::models", "arn:aws:s3:::models/models/dev-digits/*"]
        },
    }


def test_only_the_endpoints_own_log_group_is_written(account):
    """Streams of one group; making a group is left out, so none appears without retention and key."""
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{LOG_GROUP}"
    writes = statement(policy(account), "WriteLogs")
    assert writes["Resource"] == [f"{group}:*", f"{group}:log-stream:*"]
    assert "logs:CreateLogGroup" not in json.dumps(policy(account))


def test_only_the_images_own_repository_is_pulled(account):
    """The repository is that of the image's own registry and region."""
    pull = statement(policy(account), "PullImage")
    assert pull["Resource"] == ["arn:aws:ecr:us-west-2:246618743249:repository/sagemaker-scikit-learn"]


def test_several_models_are_read_together_where_bucket_and_key_are_one(account):
    """A shadow's model joins the statement; a model under another key has statements of its own."""
    other = KEY.replace("1234abcd", "9876abcd")
    sources = [
        ModelSource("models", "models/dev-digits/", KEY),
        ModelSource("models", "models/dev-digits/", KEY),
        ModelSource("models", "elsewhere/", KEY),
        ModelSource("theirs", "chat/", other),
    ]
    made = execution_policy(account, [IMAGE], LOG_GROUP, (SUBNETS, GROUPS), sources)
    assert lint(made) == []
    assert statement(made, "ReadModel")["Resource"] == [
        "arn:aws:s3:::models/models/dev-digits/*",
        "arn:aws:s3:::models/elsewhere/*",
    ]
    assert statement(made, "ReadModel2")["Resource"] == ["arn:aws:s3:::theirs/chat/*"]
    assert statement(made, "DecryptModel2")["Resource"] == [other]


def test_each_image_is_pulled_from_its_own_repository(account):
    """A challenger may have another framework."""
    images = [IMAGE, IMAGE.replace("scikit-learn", "xgboost"), IMAGE]
    pull = statement(execution_policy(account, images, LOG_GROUP, None, []), "PullImage")
    assert [each.rpartition("/")[2] for each in pull["Resource"]] == ["sagemaker-scikit-learn", "sagemaker-xgboost"]


def test_a_role_outside_a_vpc_touches_no_network(build, account):
    """A serverless container joins none."""
    args = {"account": account, "iam": IamSpec(), "images": [IMAGE], "log_group_name": LOG_GROUP, "sources": []}
    found = build(lambda: ExecutionRole("role", args))
    assert "ec2:" not in found.one("RolePolicy")["policy"]


def test_what_the_kind_needs_comes_last(build, account):
    """Further statements are taken as they are."""
    more = {"Sid": "More", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/k"]}
    found = build(lambda: role(account, statements=[more]))
    assert json.loads(found.one("RolePolicy")["policy"])["Statement"][-1] == more


def test_metrics_go_to_sagemakers_namespaces_only(account):
    """Metrics have no ARN, so the namespace is what bounds them."""
    metrics = statement(policy(account), "PublishMetrics")
    assert metrics["Condition"] == {
        "StringEquals": {
            "cloudwatch:namespace": [
                "AWS/SageMaker",
                "/aws/sagemaker/Endpoints",
                "/aws/sagemaker/InferenceComponents",
            ]
        }
    }


def test_network_interfaces_are_made_in_the_endpoints_own_subnets(account):
    """Making one needs the subnet and the security group, so no other network can be joined."""
    assert statement(policy(account), "MakeInterfaces")["Resource"] == [
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:subnet/{SUBNETS[0]}",
        f"arn:aws:ec2:{REGION}:{ACCOUNT}:security-group/{GROUPS[0]}",
        INTERFACES,
    ]


def test_network_interfaces_are_lent_and_removed_in_the_endpoints_own_subnets(account):
    """Interfaces of other subnets stay out of reach: EC2 knows the subnet of an interface in both actions."""
    statements = [statement(policy(account), sid) for sid in ("LendInterfaces", "RemoveInterfaces")]
    assert [each["Action"] for each in statements] == [
        ["ec2:CreateNetworkInterfacePermission"],
        ["ec2:DeleteNetworkInterface"],
    ]
    here = {"ArnEquals": {"ec2:Subnet": [account.arn("ec2", f"subnet/{each}") for each in SUBNETS]}}
    assert all(each["Condition"] == here and each["Resource"] == [INTERFACES] for each in statements)


def test_only_what_has_no_arn_is_allowed_on_everything(account):
    """The log-in to ECR, metrics and descriptions; nothing else names `*`, and no action has a wildcard."""
    statements = policy(account)["Statement"]
    assert {each["Sid"] for each in statements if each["Resource"] == "*"} == {
        "LogInToRegistry",
        "PublishMetrics",
        "DescribeNetwork",
    }
    assert not any("*" in action for each in statements for action in each["Action"])


@pytest.mark.parametrize("source", [True, False])
def test_a_model_inside_its_image_needs_no_bucket(account, source):
    """Without an artifact nothing of S3 or KMS is allowed."""
    assert ("s3:" in json.dumps(policy(account, source))) is source


def test_the_policy_in_force_is_the_one_built(build, account):
    """The role carries the linted policy, and its ARN is known only with it."""
    found = build(lambda: role(account).role_arn)
    assert json.loads(found.one("RolePolicy")["policy"]) == policy(account)
    assert found.value == "arn:of:role"


def test_a_role_without_a_model_reads_nothing(build, account):
    """The component leaves the statements out as well."""
    found = build(lambda: role(account, sources=[]))
    assert json.loads(found.one("RolePolicy")["policy"]) == policy(account, source=False)
