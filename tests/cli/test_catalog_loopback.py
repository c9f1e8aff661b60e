"""`modelhost catalog refresh` over the wire, against a server on this machine that speaks as AWS does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests.cli.conftest import Modelhost
from tests.operate.catalog_refresh.aws import hosting, plain

XMLNS = "http://ec2.amazonaws.com/doc/2016-11-15/"
TYPE = """<item><instanceType>g6.xlarge</instanceType><vCpuInfo><defaultVCpus>4</defaultVCpus></vCpuInfo>
<memoryInfo><sizeInMiB>16384</sizeInMiB></memoryInfo>
<processorInfo><supportedArchitectures><item>x86_64</item></supportedArchitectures></processorInfo>
<gpuInfo><gpus><item><name>L4</name><manufacturer>NVIDIA</manufacturer><count>1</count>
<memoryInfo><sizeInMiB>22888</sizeInMiB></memoryInfo></item></gpus></gpuInfo></item>"""
OFFER = "<item><instanceType>g6.xlarge</instanceType><location>us-west-2a</location></item>"
LISTS = {
    "DescribeInstanceTypes": ("instanceTypeSet", TYPE),
    "DescribeInstanceTypeOfferings": ("instanceTypeOfferingSet", OFFER),
}
PRICES = {"AmazonSageMaker": [hosting("ml.g6.xlarge", "1.5")], "AmazonEC2": [plain("g6.xlarge", "0.9")]}


class Aws(BaseHTTPRequestHandler):
    """The price list and EC2, one page each; once `broken` is set the offers are refused."""

    broken = False

    def do_POST(self) -> None:
        """Answer one call."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if "X-Amz-Target" in self.headers:
            asked = json.loads(body)
            self._say(200, json.dumps({"FormatVersion": "aws_v1", "PriceList": PRICES[asked["ServiceCode"]]}))
            return
        [action] = parse_qs(body)["Action"]
        if self.broken and action == "DescribeInstanceTypeOfferings":
            refusal = "<Error><Code>UnauthorizedOperation</Code><Message>not you</Message></Error>"
            self._say(403, f"<Response><Errors>{refusal}</Errors><RequestID>1</RequestID></Response>")
            return
        where, items = LISTS[action]
        self._say(200, f'<{action}Response xmlns="{XMLNS}"><{where}>{items}</{where}></{action}Response>')

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def _say(self, status: int, text: str) -> None:
        """Send *text*."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[Aws]]:
    """The server, and an environment that leads to it."""
    handler = type("Handler", (Aws,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_address[1]}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_region_is_read_over_the_wire(aws: type[Aws], modelhost: Modelhost, tmp_path: Path):
    """Prices of both services, machine types and zones, in one file; the screen says what changed."""
    found = modelhost("catalog", "refresh", "--region", "us-west-2", "--directory", str(tmp_path))
    assert found.exit_code == 0, found.stderr
    assert "1 hosting prices, 1 machine types, 1 prices differ" in " ".join(found.stdout.split())
    assert "ml.g6.xlarge: 1.1267 -> 1.5 USD/h" in found.stdout
    content = json.loads((tmp_path / "us-west-2.json").read_text())
    assert content["machines"]["ml.g6.xlarge"] == [4, 16.0, "L4", 1, 0, "x86_64", None]
    assert (content["prices"]["g6.xlarge"], content["zones"]) == (0.9, {"g6.xlarge": "us-west-2a"})


def test_a_refusal_in_the_middle_is_told_and_kept(aws: type[Aws], modelhost: Modelhost, tmp_path: Path):
    """What AWS said, that nothing is lost, and the second run reads only what is missing."""
    aws.broken = True
    words = ("catalog", "refresh", "--region", "us-west-2", "--directory", str(tmp_path), "--json")
    refused = modelhost(*words)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "reading offers by zone, page 1" in refused.stderr
    assert "UnauthorizedOperation" in refused.stderr
    aws.broken = False
    [summary] = json.loads(modelhost(*words).stdout)
    assert (summary["region"], summary["resumed_pages"]) == ("us-west-2", 3)
