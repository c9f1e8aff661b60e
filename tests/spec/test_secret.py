"""Secrets are told from ordinary values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelhost.spec.secret import looks_secret

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HF_TOKEN", "anything"),
        ("DB_PASSWORD", "hunter2"),
        ("api_key", "abc"),
        ("CLIENT_SECRET", "x y z"),
        ("URL", "postgres://me:pw@host/db"),
        ("X", "hf_" + "abcDEF1234" * 3),
        ("X", "AKIAIOSFODNN7EXAMPLE"),
        ("X", "ghp_" + "a1" * 18),
        ("X", "-----BEGIN RSA PRIVATE KEY-----"),
        ("X", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"),
        ("X", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12"),
    ],
)
def test_a_secret_is_seen(name: str, value: str) -> None:
    """A telling name, a known form or randomness gives a secret away."""
    assert looks_secret(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_TOTAL_TOKENS", "4096"),
        ("TOKEN", "4096"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("HF_MODEL_ID", "/opt/ml/model"),
        ("HF_MODEL_ID", "sentence-transformers/all-MiniLM-L6-v2"),
        ("DB_PASSWORD", "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-AbCdEf"),
        ("KEY", ""),
        ("IMAGE", "sha256:" + "0123456789abcdef" * 4),
        ("SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/model/code"),
        ("ENDPOINT", "https://example.com/path?x=1"),
        ("ID", "123e4567-e89b-12d3-a456-426614174000"),
    ],
)
def test_an_ordinary_value_is_let_through(name: str, value: str) -> None:
    """Numbers, paths, ARNs, digests and model ids are no secrets."""
    assert not looks_secret(name, value)


@given(st.text(ALPHABET, min_size=40, max_size=40))
def test_a_random_word_is_almost_always_seen(value: str) -> None:
    """Forty random characters that mix letters and digits pass only when they are not random at all."""
    mixed = sum(char.isdigit() for char in value) > 3 and len(set(value)) > 24
    if mixed and any(map(str.isupper, value[3:])) and sum(map(str.isupper, value)) > 3 < sum(map(str.islower, value)):
        assert looks_secret("X", value)
