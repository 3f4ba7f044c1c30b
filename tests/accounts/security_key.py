"""A security key as a browser hands it over, made with the same library that reads it."""

import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData


def registration(host: str = "testserver") -> dict[str, Any]:
    """A PublicKeyCredential after registration, as JSON (W3C WebAuthn, 5.1 and 5.2.1)."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key_id = os.urandom(16)
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), key_id, public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(host.encode()), flags, 0, credential)
    client = {"type": "webauthn.create", "challenge": websafe_encode(os.urandom(32)), "origin": f"https://{host}"}
    return {
        "id": websafe_encode(key_id),
        "rawId": websafe_encode(key_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(client).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
