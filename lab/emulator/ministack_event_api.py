"""AppSync Events of MiniStack 1.5.33 for the ring channel, corrected where AWS behaves otherwise."""

import json
import os
import re

from ministack import app
from ministack.core import iam_actions
from ministack.services import appsync_events
from ministack.services.cloudformation import provisioners

# Its host names do not resolve, so both addresses are paths of its one host, like that of an API.
PUBLISH_PATH = re.compile(r"/_aws/appsync-api/(\w+)(/event)")
REALTIME_PATH = re.compile(r"/_aws/appsync-realtime-api/(\w+)(/event/realtime)")


def correct():
    os.environ["APPSYNC_EVENTS_HTTP_HOST_TEMPLATE"] = "127.0.0.1:{port}/_aws/appsync-api/{api_id}"
    os.environ["APPSYNC_EVENTS_REALTIME_HOST_TEMPLATE"] = "127.0.0.1:{port}/_aws/appsync-realtime-api/{api_id}"
    serve_publish_path()
    serve_realtime_path()
    require_event_publish()
    check_modes_of_namespace()
    provision()


def serve_publish_path():
    service_of = app.detect_service
    handle = app.SERVICE_HANDLERS["appsync-events"]

    def service_with_path(method, path, headers, query):
        return "appsync-events" if PUBLISH_PATH.fullmatch(path) else service_of(method, path, headers, query)

    async def handle_path(method, path, headers, body, query):
        address = PUBLISH_PATH.fullmatch(path)
        if address:
            path, headers = address[2], {**headers, "host": f"{address[1]}.appsync-api."}
        return await handle(method, path, headers, body, query)

    app.detect_service = service_with_path
    app.SERVICE_HANDLERS["appsync-events"] = handle_path


def serve_realtime_path():
    serve = app.app

    async def serve_path(scope, receive, send):
        address = REALTIME_PATH.fullmatch(scope["path"]) if scope["type"] == "websocket" else None
        if address:
            headers = [header for header in scope["headers"] if header[0].lower() != b"host"]
            host = f"{address[1]}.appsync-realtime-api."
            scope = {**scope, "path": address[2], "headers": [*headers, (b"host", host.encode())]}
        await serve(scope, receive, send)

    app.app = serve_path


def require_event_publish():
    """It checks the signature of a publish, but no policy."""
    action_of = iam_actions.extract_iam_action
    resource_of = iam_actions.extract_resource_arn

    def publish_action(service, method, path, headers, body, query):
        if PUBLISH_PATH.fullmatch(path):
            return "appsync:EventPublish"
        return action_of(service, method, path, headers, body, query)

    def namespace_arn(service, method, path, headers, body, query, region, account_id):
        address = PUBLISH_PATH.fullmatch(path)
        if not address:
            return resource_of(service, method, path, headers, body, query, region, account_id)
        return f"arn:aws:appsync:{region}:{account_id}:apis/{address[1]}/channelNamespace/{namespace_in(body)}"

    iam_actions.extract_iam_action = publish_action
    iam_actions.extract_resource_arn = namespace_arn


def namespace_in(body):
    try:
        return appsync_events._channel_namespace_for(json.loads(body)["channel"])
    except (ValueError, KeyError, TypeError):
        return None


def check_modes_of_namespace():
    """It asks an API's Lambda authorizer about every operation, also about one that only AWS IAM authorizes."""
    authorize = appsync_events._authorize_event_op

    async def authorize_by_mode(api_id, channel, operation, auth, request_headers=None):
        modes = appsync_events._operation_auth_modes(api_id, channel, operation)
        if "AWS_LAMBDA" in modes:
            return await authorize(api_id, channel, operation, auth, request_headers)
        return appsync_events._modes_accept(api_id, modes, auth)

    appsync_events._authorize_event_op = authorize_by_mode


def provision():
    """Its CloudFormation lacks the two types."""
    provisioners._RESOURCE_HANDLERS["AWS::AppSync::Api"] = {"create": create_api, "delete": delete_api}
    provisioners._RESOURCE_HANDLERS["AWS::AppSync::ChannelNamespace"] = {
        "create": create_namespace,
        "delete": delete_namespace,
    }


def create_api(logical_id, props, stack_name):
    api = created("api", appsync_events._create_api(in_camel_case(props)))
    attributes = {
        "ApiId": api["apiId"],
        "ApiArn": api["apiArn"],
        "Dns.Http": api["dns"]["HTTP"],
        "Dns.Realtime": api["dns"]["REALTIME"],
    }
    return api["apiArn"], attributes


def delete_api(physical_id, props):
    appsync_events._delete_api(physical_id.rsplit("/", 1)[-1])


def create_namespace(logical_id, props, stack_name):
    config = appsync_events._apis[props["ApiId"]]["eventConfig"]
    # It would give subscribers the modes of publishers.
    modes = {"subscribeAuthModes": config["defaultSubscribeAuthModes"]}
    request = json.dumps({**modes, **json.loads(in_camel_case(props))})
    namespace = created("channelNamespace", appsync_events._create_channel_namespace(props["ApiId"], request))
    arn = namespace["channelNamespaceArn"]
    return arn, {"ChannelNamespaceArn": arn}


def delete_namespace(physical_id, props):
    appsync_events._delete_channel_namespace(props["ApiId"], props["Name"])


def in_camel_case(props):
    """Properties of CloudFormation as the body of the API's own request. Both have the same names, but for tags."""
    return json.dumps(provisioners._pascal_to_camel({name: props[name] for name in props if name != "Tags"}))


def created(name, response):
    status, _, body = response
    if status != 200:
        raise ValueError(f"AppSync Events refused: {body!r}")
    return json.loads(body)[name]
