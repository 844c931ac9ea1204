/** An Ed25519 public key blob for tests, in base64. */
export const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIG5vdGFyZWFsaG9zdGtleWp1c3Rmb3J0ZXN0c3Rlc3RzdGVz'

/** What public key lines, fingerprints and the texts around them are made of. */
export const publicKeyWords: readonly string[] = [
  ...['example.com', '192.0.2.1', '::1', ' ', '\t', '\n', '#', 'comment', '=', 'AAAA', '"', "'"],
  ...['ssh-ed25519 ', 'ssh-rsa ', 'ecdsa-sha2-nistp256 ', 'sk-ssh-ed25519@openssh.com ', blob],
  ...['SHA256:', 'MD5:', 'a:', '00', '256 ', '(ED25519)', '(', ')', ',', '***', '${{', '$A'],
  ...[
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----END',
    'uNiVztksCsDhcc0u9e8BrQXuOfGaBzgRkJ7nTQxR1zE',
  ],
]
