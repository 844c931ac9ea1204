/** Why a login counts as more than one failed login, which no client could avoid: what sshd logs of it. */
export const failedLoginReasons = {
  invalidUser:
    'sshd logs a user who does not exist, whom a list leaves out or whose account is locked in one line, and the end of the connection in another.',
  password:
    'A wrong password is one line (Failed password), and the end of the connection another; there is no way to ask before.',
  root: 'Both processes of sshd log the refusal (ROOT LOGIN REFUSED), then come Failed publickey and the end of the connection.',
  rootCommand: 'The refusal is one line (ROOT LOGIN REFUSED), and Failed publickey another.',
  eachKeyType:
    'A bare fingerprint does not show its type, so the server is asked for each of its keys in a separate connection: one failed login each.',
  bothLogins:
    'The other login is refused as well, as is the deploy’s: the end of each connection counts as a failed login, and the refused login as another.',
  keyAndPassword:
    'The password is tried as well, as the deploy would: Failed password is one line, and the end of the connection another.',
} as const
