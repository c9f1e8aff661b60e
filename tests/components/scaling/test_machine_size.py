"""More scaling than fits one parameter, one page or one call."""

from tests.components.scaling.ladder import LARGE, add_actions, add_policies, ladder

PARAMETER_BYTES = 4096


def test_more_than_a_page_of_policies_and_actions_comes_back(cloud):
    """They are listed by ten and by fifty, kept one by one, read and forgotten by ten."""
    endpoint = ladder(cloud, count=1)
    add_policies(endpoint, 11)
    add_actions(endpoint, 50)
    before = endpoint.scaling()
    assert endpoint.outcome(action="resize", size=LARGE) == "the endpoint has its new size"
    assert (endpoint.scaling(), endpoint.parameters()) == (before, [])


def test_a_parameter_keeps_only_what_is_put_back(cloud):
    """ARNs, alarms and times of creation would fill it: SSM takes 4 KB for nothing."""
    endpoint = ladder(cloud, count=1)
    endpoint.order(action="sleep")
    kept = endpoint.cloud.client("ssm").get_parameters_by_path(Path=endpoint.plan.lock, Recursive=True)["Parameters"]
    texts = [each["Value"] for each in kept]
    assert not any(word in text for text in texts for word in ("ARN", "CreationTime", '"Alarms"'))
    assert max(map(len, texts)) < PARAMETER_BYTES / 4
