"""
What schemathesis does not know of Ringpost: who signs which request, whom the lab knows, and how much CPU an answer took.

https://schemathesis.readthedocs.io/en/stable/guides/extending/
"""

import atexit
import base64
import collections
import datetime
import hashlib
import hmac
import json
import os
import random
import re
import time
import urllib.parse
import urllib.request

import requests
import schemathesis

lab = json.loads(os.environ["RINGPOST_FUZZ"])
most_cpu_seconds = 2
chance = random.Random(lab["seed"])


class Counts:
    def __init__(self):
        self.requests = 0
        self.by_status = collections.Counter()
        self.by_route = collections.Counter()
        self.longest_cpu_seconds = 0.0
        self.longest_cpu_request = ""

    def write(self):
        with open(lab["countsFile"], "w", encoding="utf-8") as file:
            json.dump(
                {
                    "requests": self.requests,
                    "byStatus": dict(sorted(self.by_status.items())),
                    "byRoute": dict(sorted(self.by_route.items())),
                    "longestCpuSeconds": self.longest_cpu_seconds,
                    "longestCpuRequest": self.longest_cpu_request,
                },
                file,
            )


counts = Counts()
atexit.register(counts.write)


def cpu_seconds():
    """Of the lab with all its functions; None where there is no /proc."""
    try:
        with open(f"/proc/{lab['pid']}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Tokens:
    """JWTs of the lab's issuer, as long as they are good."""

    def __init__(self):
        self.made = {}

    def of(self, user_id):
        token, until = self.made.get(user_id, (None, 0))
        if time.monotonic() > until:
            body = json.dumps({"userId": user_id}).encode()
            request = urllib.request.Request(lab["url"] + "/lab/tokens", data=body, method="POST")
            with urllib.request.urlopen(request, timeout=10) as answer:
                token = json.load(answer)["token"]
            self.made[user_id] = (token, time.monotonic() + 300)
        return token


tokens = Tokens()


def sign(request):
    """AWS Signature Version 4, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"""
    url = urllib.parse.urlsplit(request.url)
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    body = request.body or b""
    if isinstance(body, str):
        body = body.encode()
    hashed = hashlib.sha256(body).hexdigest()
    headers = {"host": url.netloc, "x-amz-date": stamp, "x-amz-content-sha256": hashed}
    path = urllib.parse.quote(url.path or "/", safe="/-_.~")
    pairs = sorted(
        (urllib.parse.quote(name, safe="-_.~"), urllib.parse.quote(value, safe="-_.~"))
        for name, value in urllib.parse.parse_qsl(url.query, keep_blank_values=True)
    )
    query = "&".join(f"{name}={value}" for name, value in pairs)
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join([request.method, path, query, lines, names, hashed])
    scope = f"{day}/{lab['region']}/execute-api/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + lab["secretAccessKey"]).encode()
    for part in (day, lab["region"], "execute-api", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    request.headers.update({name: value for name, value in headers.items() if name != "host"})
    request.headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={lab['accessKeyId']}/{scope}, SignedHeaders={names}, Signature={signature}"
    )


class Caller(requests.auth.AuthBase):
    """Each route's own caller: a server, a user, or nobody."""

    def __call__(self, request):
        path = urllib.parse.urlsplit(request.url).path
        if path.startswith("/v1/server/"):
            sign(request)
        elif not path.startswith(("/v1/health", "/v1/rings/")):
            request.headers["authorization"] = f"Bearer {tokens.of(chance.choice(lab['users']))}"
        return request


schemathesis.auth.set_from_requests(Caller())


class Cpu:
    """Of one request after the other: there is one worker."""

    before = None
    used = None


def sometimes(odds):
    return chance.random() < odds


def path_id(value):
    """An ID as a segment of a path: docs/api.md, "IDs in paths". Anything else would lead to another route."""
    text = urllib.parse.unquote(str(value))
    if re.fullmatch(r"[A-Za-z0-9._:@-]+", text) and text not in (".", ".."):
        return text
    return "~" + base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode().rstrip("=")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Half of the time, what is asked for is there: made-up IDs alone would get no further than 404."""
    for name, known in lab["known"].items():
        if case.path_parameters and name in case.path_parameters and sometimes(0.5):
            case.path_parameters[name] = chance.choice(known)
    for name, value in (case.path_parameters or {}).items():
        case.path_parameters[name] = path_id(value)
    if isinstance(case.body, dict) and "to" in case.body and sometimes(0.6):
        case.body["to"] = chance.choice(lab["recipients"])
    Cpu.before = cpu_seconds()


@schemathesis.hook
def after_call(context, case, response):
    counts.requests += 1
    counts.by_status[str(response.status_code)] += 1
    counts.by_route[case.operation.label] += 1
    after = cpu_seconds()
    Cpu.used = None if Cpu.before is None or after is None else after - Cpu.before
    if Cpu.used is not None and Cpu.used > counts.longest_cpu_seconds:
        counts.longest_cpu_seconds = Cpu.used
        counts.longest_cpu_request = case.operation.label


@schemathesis.check
def cpu_time(ctx, response, case):
    if Cpu.used is not None and Cpu.used > most_cpu_seconds:
        raise AssertionError(f"the lab needed {Cpu.used:.2f} s of CPU for this answer")


@schemathesis.check
def problems_say_how_to_fix(ctx, response, case):
    """Each error of the API is a problem with a code and a fix."""
    if response.status_code >= 400:
        body = response.json()
        if not (body.get("code") and body.get("fix") and body.get("detail")):
            raise AssertionError("the error has no code, detail or fix")
