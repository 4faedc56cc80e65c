/** TLS alerts with which a server rejects a client's certificate (RFC 8446, 6.2), as OpenSSL names them. */
const certificateAlert = /_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED)/;

export function isCertificateAlert(error: Error & { code?: string }): boolean {
  return certificateAlert.test(error.code ?? '');
}
