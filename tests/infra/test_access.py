"""Access is explicit: region, accounts and tags never come from somewhere else."""

from tests.components.recording import REGION


def test_both_providers_have_the_region_and_the_allowed_accounts(run):
    """Wrong credentials are refused by both, before the first call."""
    found = run(config={"aws:allowedAccountIds": '["123456789012"]'})
    for package in ("aws", "modelhost"):
        provider = found.one(f"pulumi:providers:{package}")
        assert provider["region"] == REGION
        assert "123456789012" in str(provider["allowedAccountIds"])


def test_every_resource_has_an_explicit_provider(run):
    """A default provider would take region and credentials from the shell."""
    found = run()
    custom = [each for each in found.resources if each.type.startswith("aws:")]
    assert custom
    assert all("::aws::" in each.provider for each in custom)
    ours = [each for each in found.resources if each.type in ("modelhost:index:Model", "modelhost:index:Endpoint")]
    assert all("::modelhost::" in each.provider for each in ours)
