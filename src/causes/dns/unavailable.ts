import { say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow, inNetwork, sh } from '../fixes/build'
import { lookupObserved, nslookup, readLookup } from '../readings/lookup'

export const unavailable = defineCause({
  id: 'dns/unavailable',
  title: 'The host name could not be looked up',
  severity: 'error',
  pointsAt: 'host',
  retry: 'uncounted',
  page: {
    means:
      'No answer came for this name: neither an address nor a "no". Either the resolver of the runner has a temporary problem, or the name servers of the domain are down or misconfigured.',
    detection:
      'The lookup ended in a temporary failure (EAI_AGAIN, SERVFAIL, REFUSED or a timeout). An answer that the name does not exist is dns/not-found.',
    firstMove: 'Run the job again. If it stays, look at the name servers of the domain.',
  },
  lookalikes: {
    'A name that does not exist': 'The resolver itself answered with a failure, or not at all.',
  },
  needs: ['dns'],
  judge(view) {
    const reading = readLookup(view)
    if (reading?.says !== 'no-answer') return null
    const { dns } = view
    const { code, sure } = reading
    return {
      certainty: sure ? 'proved' : 'likely',
      evidence: {
        name: dns.name,
        code,
        a: dns.explain?.a ?? null,
        aaaa: dns.explain?.aaaa ?? null,
      },
    }
  },
  explain({ name, code, a, aaaa }, view) {
    const broken = [a, aaaa].some((each) => each === 'ESERVFAIL' || each === 'EREFUSED')
    return {
      verdict: say`The name ${name} could not be looked up`,
      why: broken
        ? say`the resolver of this runner answered that the name servers of the domain fail or refuse to answer.`
        : say`the resolver of this runner gave no answer, so nothing is known about the name itself.`,
      observed: lookupObserved(view.dns, code),
      fixes: [
        inWorkflow(say`Run the job again: most failures of this kind are temporary.`),
        inNetwork(
          broken
            ? say`If it fails again, check the name servers of the domain (and DNSSEC, if it is signed).`
            : say`If it fails again, check the resolver of the runner.`,
          sh(nslookup(name)),
        ),
      ],
    }
  },
})
