/** Why a login costs more than one strike and no client could spare them: what sshd logs of it. */
export const failedLoginReasons = {
  invalidUser:
    'sshd logs a user who does not exist, whom a list leaves out or whose account is locked in one line, and the end of the connection in another.',
  password:
    'A wrong password is one line (Failed password), and the end of the connection another; there is no way to ask before.',
  root: 'Both processes of sshd log the refusal (ROOT LOGIN REFUSED), then come Failed publickey and the end of the connection.',
  rootCommand: 'The refusal is one line (ROOT LOGIN REFUSED), and Failed publickey another.',
  eachKeyType:
    'A bare fingerprint does not tell its type, so that the server is asked for each of its keys, in a connection of its own: one strike each.',
  bothLogins:
    'The other login is refused as well, as is the deploy’s: the end of each connection is a strike, and the refused login another.',
  keyAndPassword:
    'The password is tried as well, as the deploy would: Failed password is one line, and the end of the connection another.',
} as const
