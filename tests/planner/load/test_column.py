"""Columns of traces as they are found in the open are understood by their names."""

import pytest

from modelhost.planner.load.column import Role, detected

HEADERS = {
    "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type": {
        "time": "Timestamp",
        "input": "Request tokens",
        "output": "Response tokens",
    },
    "arrived_at,num_prefill_tokens,num_decode_tokens": {
        "time": "arrived_at",
        "input": "num_prefill_tokens",
        "output": "num_decode_tokens",
    },
    "request_id,arrival_timestamp,batch_size,prompt_size,token_size": {
        "time": "arrival_timestamp",
        "input": "prompt_size",
        "output": "token_size",
    },
    "requestTime,inputTokenCount,outputTokenCount": {
        "time": "requestTime",
        "input": "inputTokenCount",
        "output": "outputTokenCount",
    },
    "created_at,prompt_tokens,completion_tokens,total_tokens": {
        "time": "created_at",
        "input": "prompt_tokens",
        "output": "completion_tokens",
    },
    "app,func,end_timestamp,duration": {"time": "end_timestamp"},
    "time,method,path,status,latency_ms,bytes": {"time": "time"},
    "ds,y": {"time": "ds", "requests": "y"},
    "Time,Value": {"time": "Time", "requests": "Value"},
    "bucket_start,total_requests,errors": {"time": "bucket_start", "requests": "total_requests"},
    "unix_timestamp,num_requests": {"time": "unix_timestamp", "requests": "num_requests"},
    "minute,requests,max_per_s": {"time": "minute", "requests": "requests"},
    "epoch_s,rps,p99_ms": {"time": "epoch_s", "rate": "rps"},
    "t_s,rate_rps,active_clients,rate_weighted_cv": {"time": "t_s", "rate": "rate_rps"},
    "timestamp,throughput_rps,active_users": {"time": "timestamp", "rate": "throughput_rps"},
    "window_start,request_count,avg_input_tokens,avg_output_tokens": {
        "time": "window_start",
        "requests": "request_count",
        "input": "avg_input_tokens",
        "output": "avg_output_tokens",
    },
    "timestamp,passengers": {"time": "timestamp", "requests": "passengers"},
    "timestamp,latency": {"time": "timestamp"},
    "response_time,created_at": {"time": "created_at"},
}


@pytest.mark.parametrize("header", HEADERS)
def test_names_are_understood(header: str) -> None:
    """Each header gives the time, the requests, the rate and the tokens that a reader would take."""
    found = detected("trace.csv", tuple(header.split(",")))
    judged = {str(role): column.name for role, column in found.items() if role is not Role.CV}
    assert judged == HEADERS[header]


def test_a_number_of_a_request_is_no_hash_of_its_prompt() -> None:
    """Otherwise nothing would ever come again, or all of it."""
    assert Role.PROMPT not in detected("trace.csv", ("request_id", "timestamp"))
    assert detected("trace.csv", ("timestamp", "prompt_hash"))[Role.PROMPT].name == "prompt_hash"


def test_units_come_with_the_names() -> None:
    """Of times and of rates."""
    assert detected("trace.csv", ("t_ms", "requests per minute"))[Role.TIME].unit == "ms"
    assert detected("trace.csv", ("t_ms", "requests per minute"))[Role.RATE].unit == "minute"
    assert detected("trace.csv", ("hour", "rpm"))[Role.RATE].unit == "min"
