"""Starts MiniStack 1.5.33, corrected where AWS behaves otherwise."""

import ministack_event_api
from ministack import app
from ministack.core import iam_actions
from ministack.services import apigateway
from ministack.services.cloudformation import engine

# IAM has no actions for batches of messages: who may SendMessage may SendMessageBatch.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
action_of = iam_actions.extract_iam_action


def authorized_action(service, method, path, headers, body, query):
    action = action_of(service, method, path, headers, body, query)
    return action.removesuffix("Batch") if action and action.startswith("sqs:") else action


iam_actions.extract_iam_action = authorized_action

# The keys of a user pool: it asks itself for them over plain HTTP, also where it speaks only TLS.
keys_url_of = apigateway._resolve_jwks_url


async def keys_url_with_tls(authorizer):
    url = await keys_url_of(authorizer)
    own = f"http://{apigateway._HOST}:{apigateway._PORT}/"
    return url.replace(own, own.replace("http:", "https:")) if url else url


apigateway._resolve_jwks_url = keys_url_with_tls

# In a template, Ref of a secret is its ARN. It gives the name, to which no statement of a role would apply.
value_of = engine._resolve_refs


def value_with_arns(value, resources, *context):
    referred = resources.get(value.get("Ref"), {}) if isinstance(value, dict) else {}
    if referred.get("ResourceType") == "AWS::SecretsManager::Secret" and "Arn" in referred.get("Attributes", {}):
        return referred["Attributes"]["Arn"]
    return value_of(value, resources, *context)


engine._resolve_refs = value_with_arns

ministack_event_api.correct()

# As root it would listen on port 443 as well.
app._port_is_bindable = lambda host, port: False

app.main()
