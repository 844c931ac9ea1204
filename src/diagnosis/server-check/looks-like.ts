import type { CauseId, ServerCauseId } from '../../causes/ids'

const refused = ['tcp/not-listening', 'banner/not-ssh'] as const
const silent = ['tcp/silent', 'tcp/filtered', 'tcp/partial', 'tcp/host-unreachable'] as const
const rejected = ['tcp/rejected', 'tcp/not-listening', 'tcp/filtered', 'tcp/partial'] as const
const unreachable = ['tcp/host-unreachable', 'tcp/no-route'] as const
const hungUp = ['banner/closed', 'kex/closed'] as const
const keyFails = ['auth/key-rejected', 'auth/too-many-failures'] as const
const loginFails = ['auth/login-refused', 'auth/password-rejected', 'auth/closed'] as const

/** How each fault of a server looks from outside: findings that it explains, beside those that name it as a candidate. */
export const looksLike: Readonly<Record<ServerCauseId, readonly CauseId[]>> = {
  'server/service-stopped': [...refused, 'banner/closed'],
  'server/not-installed': refused,
  'server/config-invalid': [...refused, ...hungUp, 'banner/hosts-deny'],
  'server/host-keys-missing': [...refused, ...hungUp, 'banner/hosts-deny'],
  'server/port-differs': [...refused, 'tcp/wrong-port', 'banner/tarpit'],
  'server/socket-activated': [...refused, 'tcp/wrong-port'],
  'server/loopback-only': [...refused, 'tcp/partial'],
  'server/firewall-drops': silent,
  'server/firewall-rejects': [...rejected, ...unreachable],
  'server/banned': [...silent, ...rejected, ...hungUp, 'banner/throttled', 'banner/penalized'],
  // Silent for as long as the server looks up the name of the address.
  'server/hosts-deny': ['banner/hosts-deny', 'banner/silent', ...hungUp],
  'server/user-missing': [...keyFails, 'auth/password-rejected'],
  'server/user-not-allowed': [...keyFails, ...loginFails],
  'server/root-login-off': [...keyFails, ...loginFails],
  'server/account-locked': [
    ...keyFails,
    ...loginFails,
    'auth/account-expired',
    'auth/maintenance',
    'auth/password-expired',
  ],
  'server/shell-missing': [...keyFails, ...loginFails, 'session/no-shell', 'session/exec-refused'],
  'server/home-permissions': keyFails,
  'server/authorized-keys-missing': keyFails,
  'server/authorized-keys-malformed': keyFails,
  'server/key-not-listed': keyFails,
  'server/key-restricted': keyFails,
  'server/selinux-context': keyFails,
  'server/disk-full': [
    ...hungUp,
    'banner/silent',
    'auth/closed',
    'auth/stalled',
    'session/channel-refused',
    'session/stalled',
    'deploy/disk-full',
    'deploy/target-not-writable',
  ],
}
