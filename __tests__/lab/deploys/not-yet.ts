/**
 * Set-ups on which the check and the deploy differ, by title, although a look could tell: the check does not look there yet. One
 * that the check gets right has to leave this list.
 */
export const notYet: readonly string[] = [
  'values: ssh: an ED25519 key in PKCS#8 for OpenSSH before 9.6',
  'runner: ssh: no key at all on the runner',
  'runner: ssh: the key is written without quotes',
  'runner: ssh: the key is in a file with a name that ssh does not look for',
  'runner: rsync: ~/.ssh/config has another user',
  'runner: ssh: the agent has another key',
  'runner: ssh: a host key file that nobody wrote',
  'algorithms and login: appleboy/ssh-action: only CBC, and use_insecure_cipher',
  'algorithms and login: ssh2-sftp-client: only 3des-cbc',
  'algorithms and login: appleboy/ssh-action: a password, and the server takes keyboard-interactive only',
  'algorithms and login: appleboy/ssh-action: key and password are both required',
  'algorithms and login: appleboy/ssh-action: the server takes only rsa-sha2 that Go can sign',
  'algorithms and login: ssh: the agent offers too many keys',
]
