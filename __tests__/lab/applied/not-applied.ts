import type { PrintedFix } from './printed-fixes'

/** Fixes that have something to copy and are not applied by the lab, and why. */
export interface NotApplied {
  /** How their sentence begins. */
  readonly fix: string
  /** The cause that prints it; absent where several do. */
  readonly cause?: PrintedFix['cause']
  readonly why: string
}

const secrets =
  'The lab has no secrets of a repository. A unit test runs the command with a stand-in for gh.'
const person = 'It asks a person for a login or a password.'
const values = 'Only the person knows the right value. The same line is applied for another cause.'
const runner = 'It needs another runner, or another job.'
const later = 'The lab does not run the later steps of a job.'
const time = 'It only waits longer. The scenarios of the lab for slow servers and for wait do that.'
const panel = 'It is done in the panel of a provider.'
const network = 'It is a change of the network between the two.'
const systemd = 'No systemd runs in the lab.'

export const notApplied: readonly NotApplied[] = [
  { fix: 'Check that a secret of exactly this name exists', why: secrets },
  { fix: 'Set the secret again from the private key file', why: secrets },
  { fix: 'Check username and set the secret of the password again', why: secrets },
  { fix: 'Set that secret', why: secrets },
  { fix: 'Try the passphrase where the key file is', why: secrets },
  { fix: 'Only when the fingerprints are equal: store the lines', why: secrets },
  { fix: 'Get the lines of the server again', why: secrets },
  { fix: 'Export the key in the OpenSSH format', why: secrets },
  { fix: 'Make a new key for the deploy', why: person },
  { fix: 'If there is no key yet', why: person },
  { fix: 'If the deploy should run its own commands', why: person },
  { fix: 'Or remove the passphrase from a copy', why: person },
  { fix: 'Add this public key for the user', why: panel },
  { fix: 'Log in once by hand', why: person },
  { fix: 'For scp, the old protocol', why: person },
  { fix: 'If the secret belongs to an environment', why: runner },
  { fix: 'Skip the deploy for pull requests', why: runner },
  { fix: 'Deploy after the merge', why: runner },
  { fix: 'Or run the job', why: runner },
  { fix: 'Run the job again: it passes', why: runner },
  { fix: 'Or keep the secret as it is, decode it', why: runner },
  { fix: 'Or, if an earlier step writes that file', why: runner },
  { fix: 'Or, if one of your steps writes the key', why: runner },
  { fix: 'Or pass the key itself', cause: 'key/file-unreadable', why: values },
  { fix: 'Write the port of SSH into the workflow', why: values },
  { fix: 'Rename it under with:', why: values },
  { fix: 'Or pin the plain key', why: values },
  { fix: 'Sign the host key again', why: 'It needs the private key of the authority.' },
  { fix: 'Mount the home at boot', why: 'The lab has no home that a password unlocks.' },
  { fix: 'Make a new Ed25519 key', why: person },
  { fix: 'Give the server its own key', why: person },
  { fix: 'Run that program as its user', why: 'Its commands only show who owns the program.' },
  {
    fix: 'Have the deploy log in with a certificate',
    why: 'The same line is applied for server/key-not-listed.',
  },
  { fix: 'If the log of the server shows no error', why: network },
  { fix: 'Run the job’s container as a user', why: runner },
  { fix: 'Or, where the image lets everybody write', why: runner },
  { fix: 'Let bash read the script', why: later },
  { fix: 'Add --omit-dir-times', why: later },
  { fix: 'Leave out ~/', why: later },
  { fix: 'See the whole error as the user', why: 'It only shows what Git says.' },
  { fix: 'Or write the same at the top of the script', why: later },
  { fix: 'Write the real port of SSH', why: values },
  { fix: 'If SSH listens on another port', cause: 'tcp/filtered', why: values },
  { fix: 'Until then, use an address that works', why: values },
  { fix: 'If the server is only slow', why: time },
  { fix: 'Until that is fixed, increase the timeout', why: time },
  { fix: 'If the server is started earlier', why: time },
  { fix: 'If the server was just started', why: time },
  { fix: 'Put the fingerprint of the', why: later },
  { fix: 'Use the same settings in both steps', why: later },
  { fix: 'Before the command in line', why: later },
  { fix: 'Remove the rights of others right after line', why: later },
  { fix: 'Install it in a step before', why: runner },
  { fix: 'Name the port in', why: runner },
  { fix: 'Name the file in', why: later },
  { fix: 'See what ssh reads', why: runner },
  { fix: 'Give the variable another name', why: later },
  { fix: 'Give appleboy/ssh-action the key of this check', why: later },
  {
    fix: 'If the deploy’s client cannot read it, write a copy',
    cause: 'deploy/key-unread',
    why: person,
  },
  { fix: 'Set the secret again, without anything around', cause: 'input/whitespace', why: secrets },
  {
    fix: 'Put this line at the top of the file that prints it',
    cause: 'deploy/stderr-output',
    why: later,
  },
  { fix: 'If a server needs old ciphers', why: later },
  { fix: 'Or create a second name', why: panel },
  { fix: 'Have systemd read the port', why: systemd },
  { fix: 'If it hangs, restart it', why: systemd },
  { fix: 'Check whether a time server sets the clock', why: systemd },
  {
    fix: 'Finish the upgrade',
    why: 'The lab has no package mirror in its network namespaces.',
  },
  { fix: 'Install', why: 'The lab has no package mirror in its network namespaces.' },
  { fix: 'Lift the ban', why: 'The bans of the lab are rules without a running fail2ban.' },
  {
    fix: 'If a VPN or tunnel is on the way',
    why: network,
  },
  { fix: 'Switch on version 2', why: 'It is a command of a network device.' },
  { fix: 'A key with restrict in authorized_keys', why: 'It is a line to complete by hand.' },
  { fix: 'Raise the limit', why: 'It shows only while many clients connect at once.' },
  {
    fix: 'Test the configuration',
    cause: 'banner/throttled',
    why: 'It follows the limit, and is applied for other causes.',
  },
  {
    fix: 'Let the server offer a current one as well',
    cause: 'kex/no-common-algorithm',
    why: 'The servers without any common algorithm are made for it. It is applied for kex/client-too-old.',
  },
  {
    fix: 'Let the server offer a current one as well',
    cause: 'deploy/client-algorithms',
    why: later,
  },
]
