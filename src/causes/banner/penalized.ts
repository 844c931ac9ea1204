import { admin, author, sh } from '../fixes/build'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { bannerObserved, readBanner } from '../readings/banner'
export const penalized = defineCause({
  id: 'banner/penalized',
  title: 'The server refuses connections from here for now',
  severity: 'error',
  pointsAt: null,
  retry: 1,
  page: {
    means:
      'OpenSSH 9.8 and later refuses an address for a while after failed logins or connections without a login (PerSourcePenalties), or drops new connections because too many logins are under way (MaxStartups). It has one text for both. Hosted runners share addresses, so the failures may be those of somebody else.',
    detection:
      'The server said so itself: "Not allowed at this time". Which of the two it is, only its log says.',
    alsoSeenAs: [
      'Not allowed at this time',
      'kex_exchange_identification: Connection closed by remote host',
      'drop connection #0 from [203.0.113.9]:50000 on [203.0.113.7]:22 penalty: failed authentication',
    ],
  },
  needs: [],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.refusal !== 'not-allowed-now') return null
    return { certainty: 'proved', evidence: { endedMs: reading.heard?.endedMs ?? null } }
  },
  explain(_evidence, view) {
    const reading = readBanner(view)
    return {
      verdict: say`The server refuses connections from this address for now`,
      why: say`the server said ${'Not allowed at this time'} before it hung up. That is a penalty after failed logins from this address, or a limit of logins under way.`,
      observed: reading ? bannerObserved(reading) : [],
      fixes: [
        author(
          say`Wait, then run the job again. A penalty adds 5 seconds for each failed login and ends after 10 minutes at the most. Repeated attempts with a wrong key or user bring it back, so mend those first.`,
        ),
        admin(
          say`See in the log whether it says ${'penalty'} or ${'MaxStartups'}. An address that is yours can be exempted.`,
          sh(
            "sudo journalctl -u ssh -u sshd -n 200 --no-pager | grep -E 'penalty|MaxStartups'\nsudo sshd -T | grep -iE '^(maxstartups|persource)'",
          ),
        ),
      ],
    }
  },
})
