import { serverSystems } from '../../knowledge/server-systems'
import { say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { bannerObserved, readBanner } from '../readings/banner'

export const penalized = defineCause({
  id: 'banner/penalized',
  title: 'The server refuses connections from this address for now',
  severity: 'error',
  pointsAt: null,
  retry: 1,
  page: {
    means:
      'OpenSSH 9.8 and later refuses an address for a while after failed logins or connections without a login (PerSourcePenalties). It also drops new connections when too many logins are in progress (MaxStartups). It has one text for both. Hosted runners share addresses, so the failures may be those of somebody else.',
    detection:
      'The server said so itself: "Not allowed at this time". Only its log says which of the two it is.',
    firstMove: 'Wait ten minutes, and first fix the login that failed before.',
  },
  lookalikes: {
    'A firewall, or a server that crashes': 'sshd said so before it closed the connection.',
  },
  needs: ['banner'],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.refusal !== 'not-allowed-now') return null
    return { certainty: 'proved', evidence: { endedMs: reading.heard.endedMs } }
  },
  explain(_evidence, { banner, server: { system } }) {
    const { searchLog, showOptions } = serverSystems[system]
    return {
      verdict: say`The server refuses connections from this address for now`,
      why: say`the server said ${'Not allowed at this time'} before it closed the connection. That is a penalty after failed logins from this address, or a limit of logins in progress.`,
      observed: bannerObserved(banner),
      fixes: [
        inWorkflow(
          say`Wait, then run the job again. A penalty adds 5 seconds for each failed login and ends after 10 minutes at the most. Repeated attempts with a wrong key or user bring it back, so fix those first.`,
        ),
        onServer(
          say`See in the log whether it says ${'penalty'} or ${'MaxStartups'}. An address that is yours can be exempted.`,
          commands(
            system,
            `${searchLog('penalty|MaxStartups')}\n${showOptions('(maxstartups|persource)')}`,
          ),
        ),
      ],
    }
  },
})
