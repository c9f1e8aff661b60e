"""What botocore reads of AWS's descriptions."""

from pathlib import Path

from botocore.loaders import Loader

from modelhost.sandbox.description import keep


def test_a_description_is_read_once_for_all_sessions() -> None:
    """A second loader is given what the first has read, and the same list of services."""
    keep()
    first, second = Loader(), Loader()
    assert first.load_data("partitions") is second.load_data("partitions")
    assert first.list_available_services("service-2") is second.list_available_services("service-2")


def test_a_folder_of_the_user_s_own_is_listed_too(tmp_path: Path) -> None:
    """What another loader listed is not what a loader with one more folder finds."""
    keep()
    (tmp_path / "ours" / "2026-01-01").mkdir(parents=True)
    (tmp_path / "ours" / "2026-01-01" / "service-2.json").write_text("{}")
    assert "ours" in Loader(extra_search_paths=[str(tmp_path)]).list_available_services("service-2")
    assert "ours" not in Loader().list_available_services("service-2")
