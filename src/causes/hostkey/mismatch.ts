import { typesOf } from '../../knowledge/host-keys'
import { inputName, list, say } from '../../text/words'
import { defineCause } from '../cause'
import { inWorkflow } from '../fixes/build'
import { pinDeploySteps } from '../fixes/pin-deploy'
import {
  compareOnServer,
  fingerprints,
  pinChange,
  pinFix,
  pinInput,
  shortType,
} from '../readings/pinned-key'

export const hostkeyMismatch = defineCause({
  id: 'hostkey/mismatch',
  title: 'The host key does not match the pinned one',
  severity: 'error',
  page: {
    means:
      'The server proved that it holds a host key, but it is not the key that your workflow expects. Most often the server was reinstalled, moved or replaced, or the name resolves to another machine. An attack by a machine that impersonates your server looks the same. Several servers behind one name, such as a load balancer, have different keys too, unless they share them. So compare the keys before you change the pin.',
    detection:
      'The server signs the key exchange with its host key, and the fingerprint of that key is compared with the pin. If the pin is a bare fingerprint, which does not say its type, up to two more connections ask for the other types of key. No login was tried and no password sent.',
    firstMove:
      'Ask whether the server was rebuilt. If so, pin its new key: `ssh-keyscan -p PORT HOST | ssh-keygen -lf -`.',
  },
  lookalikes: {
    'A key of another type than the pinned one': 'A key of each pinned type was compared.',
  },
  needs: ['hostkey'],
  judge({ hostkey: { pin, presented }, kex }) {
    const pinned = pin.pinned.filter(({ type }) => !type?.startsWith('@'))
    const otherType = pin.verdict === 'other-type' && pin.otherType === null && pinned.length > 0
    if (pin.verdict !== 'mismatch' && !otherType) return null
    const bare = pinned.some(({ type }) => type === null)
    const has = typesOf(kex?.server?.hostKey ?? [])
    const notCompared = bare
      ? has.filter((type) => !pin.compared.some((key) => key.type === type))
      : []
    return {
      // The pinned key may be one that was not compared.
      certainty: notCompared.length > 0 ? 'possible' : 'proved',
      evidence: {
        pinFrom: pinInput(pin),
        type: presented.type,
        fingerprint: presented.fingerprint,
        pinned: pinned.map(({ fingerprint }) => fingerprint),
        otherType,
        notCompared,
      },
    }
  },
  explain({ pinFrom, type, pinned, otherType, notCompared }, view) {
    const { compared } = view.hostkey.pin
    const rest = list(notCompared.map((each) => say`${shortType(each)}`))
    return {
      verdict: otherType
        ? say`The server has no host key of the type that is pinned`
        : say`The host key is not the pinned one: this might not be your server`,
      why:
        notCompared.length > 0
          ? say`the server signed with a key that is not pinned. A bare fingerprint does not say its type, and the server's ${rest} key was not compared.`
          : say`the server signed with a key that is not pinned. A server that was reinstalled or replaced looks like this, and so does a machine that impersonates yours. Do not deploy until you know which it is.`,
      observed: [
        say`The server showed ${fingerprints(compared)}.`,
        say`Pinned in ${pinFrom}: ${list(pinned.map((each) => say`${each}`))}.`,
        say`No login was tried: the deploy's client would stop here as well.`,
      ],
      fixes: [
        compareOnServer(view, type),
        pinFix(
          view,
          say`Only when the two are equal: pin the key that the server has now.`,
          compared,
        ),
        ...pinDeploySteps(view, compared),
        inWorkflow(
          say`If several servers answer to this name (a load balancer, or several addresses), run the check again: the fingerprint then changes from run to run. Pin the key of each, one a line, or give all of them the same host keys.`,
        ),
        inWorkflow(
          say`When they differ, the connection did not reach your server. Check ${inputName('host')} and its DNS entry, and don't deploy until that is clear.`,
        ),
      ],
      ...pinChange(view, compared),
    }
  },
  pointsAt: ({ pinFrom }) => pinFrom,
})
