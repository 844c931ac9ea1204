import type { Facts } from '../../facts'
import { diagnose } from '../diagnose'

/**
 * Whether the server can say more about the login and the session. What a deploy lacks there was seen from its own account, and
 * a server in maintenance has said so itself (with `wait` it is tried again).
 */
export function isWorthAsking(facts: Facts): boolean {
  return diagnose(facts).findings.some(({ hop, stage, severity, saysAll }) => {
    if (hop !== 'target' || saysAll) return false
    // A warning of the login: the key failed, and the password was accepted.
    if (stage === 'auth') return severity !== 'notice'
    return stage === 'session' && severity === 'error'
  })
}
