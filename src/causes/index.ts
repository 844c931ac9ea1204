import { accountExpired } from './auth/account-expired'
import { authClosed } from './auth/closed'
import { keyRejected } from './auth/key-rejected'
import { keyTypeRefused } from './auth/key-type-refused'
import { loginRefused } from './auth/login-refused'
import { maintenance } from './auth/maintenance'
import { passwordDisabled } from './auth/password-disabled'
import { passwordExpired } from './auth/password-expired'
import { passwordRejected } from './auth/password-rejected'
import { publickeyDisabled } from './auth/publickey-disabled'
import { secondFactor } from './auth/second-factor'
import { authStalled } from './auth/stalled'
import { tooManyFailures } from './auth/too-many-failures'
import { bannerClosed } from './banner/closed'
import { hostsDeny } from './banner/hosts-deny'
import { notSsh } from './banner/not-ssh'
import { penalized } from './banner/penalized'
import { bannerSilent } from './banner/silent'
import { ssh1Only } from './banner/ssh1-only'
import { tarpit } from './banner/tarpit'
import { throttled } from './banner/throttled'
import type { CatalogEntry } from './cause'
import { clientAlgorithms } from './deploy/client-algorithms'
import { clockSkew } from './deploy/clock-skew'
import { commandMissing } from './deploy/command-missing'
import { ignoredInput } from './deploy/dead-input'
import { deployDiskFull } from './deploy/disk-full'
import { envShadowing } from './deploy/env-shadowing'
import { inputsDiffer } from './deploy/inputs-differ'
import { pinType } from './deploy/pin-type'
import { targetMissing } from './deploy/target-missing'
import { targetNotWritable } from './deploy/target-not-writable'
import { ipv6Only } from './dns/ipv6-only'
import { notFound } from './dns/not-found'
import { privateAddress } from './dns/private-address'
import { proxied } from './dns/proxied'
import { unavailable } from './dns/unavailable'
import { hostkeyMismatch } from './hostkey/mismatch'
import { notPinned } from './hostkey/not-pinned'
import { pinnedOtherType } from './hostkey/pinned-other-type'
import { hostkeyRevoked } from './hostkey/revoked'
import { hostkeyUnknown } from './hostkey/unknown'
import { credentialsMissing } from './input/credentials-missing'
import { fingerprintMalformed } from './input/fingerprint-malformed'
import { hostMalformed } from './input/host-malformed'
import { knownHostsMalformed } from './input/known-hosts-malformed'
import { optionInvalid } from './input/option-invalid'
import { portInvalid } from './input/port-invalid'
import { secretEmpty } from './input/secret-empty'
import { secretWithheld } from './input/secret-withheld'
import { usernameMalformed } from './input/username-malformed'
import { usernameMissing } from './input/username-missing'
import { clientTooOld } from './kex/client-too-old'
import { kexClosed } from './kex/closed'
import { kexMalformed } from './kex/malformed'
import { noCommonAlgorithm } from './kex/no-common-algorithm'
import { kexStalled } from './kex/stalled'
import { carriageReturns } from './key/carriage-returns'
import { keyDamaged } from './key/damaged'
import { encoded } from './key/encoded'
import { fileUnreadable } from './key/file-unreadable'
import { lineBreaksLost } from './key/line-breaks-lost'
import { missingNewline } from './key/missing-newline'
import { notAKey } from './key/not-a-key'
import { passphraseMissing } from './key/passphrase-missing'
import { passphraseWrong } from './key/passphrase-wrong'
import { pathNotContent } from './key/path-not-content'
import { ppk } from './key/ppk'
import { publicKey } from './key/public-key'
import { truncated } from './key/truncated'
import { unsupportedType } from './key/unsupported-type'
import { forwardingRefused } from './proxy/forwarding-refused'
import { targetUnreachable } from './proxy/target-unreachable'
import { channelRefused } from './session/channel-refused'
import { chrootBroken } from './session/chroot-broken'
import { execRefused } from './session/exec-refused'
import { forcedCommand } from './session/forced-command'
import { noShell } from './session/no-shell'
import { noisyShell } from './session/noisy-shell'
import { sftpMissing } from './session/sftp-missing'
import { sftpOnly } from './session/sftp-only'
import { slowLogin } from './session/slow-login'
import { sessionStalled } from './session/stalled'
import { filtered } from './tcp/filtered'
import { hostUnreachable } from './tcp/host-unreachable'
import { noRoute } from './tcp/no-route'
import { notListening } from './tcp/not-listening'
import { partial } from './tcp/partial'
import { rejected } from './tcp/rejected'
import { tcpSilent } from './tcp/silent'
import { transient } from './tcp/transient'
import { wrongPort } from './tcp/wrong-port'

/** The catalog, one line a cause, in the order of the stages. Ranking never depends on this order. */
export const catalog: readonly CatalogEntry[] = [
  secretEmpty,
  secretWithheld,
  hostMalformed,
  portInvalid,
  usernameMissing,
  usernameMalformed,
  credentialsMissing,
  fingerprintMalformed,
  knownHostsMalformed,
  optionInvalid,
  publicKey,
  ppk,
  lineBreaksLost,
  truncated,
  encoded,
  passphraseMissing,
  passphraseWrong,
  notAKey,
  unsupportedType,
  keyDamaged,
  pathNotContent,
  fileUnreadable,
  carriageReturns,
  missingNewline,
  notFound,
  unavailable,
  ipv6Only,
  privateAddress,
  proxied,
  notListening,
  wrongPort,
  filtered,
  rejected,
  tcpSilent,
  hostUnreachable,
  noRoute,
  partial,
  transient,
  notSsh,
  bannerClosed,
  bannerSilent,
  throttled,
  penalized,
  hostsDeny,
  tarpit,
  ssh1Only,
  noCommonAlgorithm,
  clientTooOld,
  kexClosed,
  kexMalformed,
  kexStalled,
  hostkeyMismatch,
  hostkeyUnknown,
  hostkeyRevoked,
  pinnedOtherType,
  notPinned,
  keyRejected,
  loginRefused,
  publickeyDisabled,
  passwordDisabled,
  passwordRejected,
  secondFactor,
  keyTypeRefused,
  tooManyFailures,
  maintenance,
  accountExpired,
  passwordExpired,
  authClosed,
  authStalled,
  forwardingRefused,
  targetUnreachable,
  noShell,
  sftpOnly,
  noisyShell,
  sftpMissing,
  channelRefused,
  chrootBroken,
  execRefused,
  forcedCommand,
  sessionStalled,
  slowLogin,
  commandMissing,
  targetMissing,
  targetNotWritable,
  deployDiskFull,
  clockSkew,
  clientAlgorithms,
  pinType,
  envShadowing,
  ignoredInput,
  inputsDiffer,
]
