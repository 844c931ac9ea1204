import type { AuthenticationFacts } from '../../facts'

/**
 * What the server said about a login that did not come to an answer, each text once: the messages before its end, and the reason
 * that it gave when it disconnected. Texts before the first answer count only where no answer came: usually they are a legal notice.
 */
export function saidOfLogin({
  banners,
  attempts,
  methods,
  disconnect,
}: AuthenticationFacts): string {
  const isAnswered =
    methods !== null ||
    attempts.some(
      ({ pkOk, answer }) => pkOk === true || ['failure', 'partial-success'].includes(answer),
    )
  const texts = banners.flatMap(({ text, when }) =>
    when === 'after-answer' || !isAnswered ? [text.trim()] : [],
  )
  const all = [...texts, disconnect?.text.trim() ?? ''].filter((text) => text !== '')
  return [...new Set(all)].join('\n')
}

/** The words of a rule that refuses a client: `twist` of hosts.deny, access rules, intrusion prevention, devices. */
const refusal =
  /not welcome|den(y|ied)|refus|reject|block(ed|list)|banned|black.?list|(not|cannot|can't) (be )?(allow|permit|authori[sz]|accept)|(no|not have|without) (access|permission)|forbidden|too many|(does not|doesn't) (allow|permit)|not (a member|in (the )?group)|no such user|unknown user/i

/** What notices say that everybody gets: they speak of access too, and are no reason. */
const legalNotice =
  /unauthori[sz]ed|authori[sz]ed (users|personnel|use)|monitor|consent|prosecut|prohibited|law\b|legal/i

/** Whether a text says that a rule refuses this client. */
export function saysRefused(text: string): boolean {
  return refusal.test(text)
}

/** The same for a login, where a legal notice often comes before the first answer. */
export function saysLoginRefused(text: string): boolean {
  return saysRefused(text) && !legalNotice.test(text)
}

/** "To authenticate, visit: https://…": Tailscale's check mode, device logins (RFC 8628), identity providers. */
const visit =
  /\b(visit|open|go to|navigate|browse|scan|approve|confirm|authenticate|sign in|log ?in)\b[^]{0,200}?(https?:\/\/[^\s"'<>]+)/i

/**
 * The address that a person must visit before the server goes on; null when no text asks for that.
 * @param texts prompts, or texts that came while the server kept the login waiting
 */
export function addressToVisit(texts: readonly string[]): string | null {
  for (const text of texts) {
    const address = visit.exec(text)?.[2]
    if (address !== undefined && !legalNotice.test(text)) return address
  }
  return null
}
