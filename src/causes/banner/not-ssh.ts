import { proxyName } from '../../knowledge/address-ranges'
import { literal, say, type Words } from '../../text/words'
import { defineCause } from '../cause'
import { providerPort } from '../fixes/ask-provider'
import { inWorkflow } from '../fixes/build'
import { otherPortLine, pasteLine, portLine } from '../fixes/endpoint-line'
import { seePorts } from '../fixes/see-ports'
import { type BannerReading, bannerObserved, readBanner } from '../readings/banner'
import { providerObserved } from '../readings/whose-host'
import type { View } from '../view'

export const notSsh = defineCause({
  id: 'banner/not-ssh',
  title: 'Something other than SSH answers on this port',
  severity: 'error',
  pointsAt: 'port',
  page: {
    means:
      'The port is open, but the program behind it speaks another protocol: a web server, a mail server, FTP, a database. The port in the workflow is not the one of SSH, or a proxy is in front of the server.',
    detection:
      'The first bytes are not an SSH identification line (RFC 4253 section 4.2). Most protocols are recognized by theirs. Some answer only after our own line, so that is sent after two seconds of silence.',
    firstMove: 'Check the port: look up which one SSH uses on this server.',
  },
  lookalikes: {
    'An SSH server behind lines of text': 'The first bytes are those of another protocol.',
  },
  needs: ['banner'],
  judge(view) {
    const reading = readBanner(view)
    if (reading?.refusal !== null) return null
    const { heard } = reading
    const closed = closesLikeTls(reading, view.input.port)
    const protocol = closed ? { name: 'TLS', what: 'a web server (HTTPS)' } : reading.protocol
    if (heard.outcome !== 'other' && protocol === null && !answersOurLine(reading)) return null
    if (heard.outcome === 'silent' || heard.outcome === 'ssh-1') return null
    return {
      certainty: protocol && !closed ? 'proved' : 'likely',
      evidence: {
        port: view.input.port,
        protocol: protocol?.name ?? null,
        what: protocol?.what ?? null,
        firstBytes: heard.firstBytes.slice(0, 64),
      },
      explains: ['banner/closed', 'banner/tarpit', 'banner/hosts-deny'],
    }
  },
  explain({ port, what, firstBytes }, view) {
    const usual = providerPort(view) ?? 22
    return {
      verdict:
        what === null
          ? say`Port ${port} is open, but what answers is not SSH`
          : say`Port ${port} is ${literal(what)}, not SSH`,
      why:
        what === null
          ? say`the first bytes are no SSH identification, which begins with ${'SSH-2.0-'}.`
          : firstBytes === ''
            ? say`the port is one of the web's, and it closed the connection without a byte when we spoke SSH, as TLS servers do.`
            : say`its first bytes are those of ${literal(what)}, and SSH begins with ${'SSH-2.0-'}.`,
      observed: [...bannerObserved(view.banner), ...proxyObserved(view), ...providerObserved(view)],
      fixes: [
        inWorkflow(
          say`Write the port of SSH into the workflow, for this step and for the deploy. The control panel of the provider shows it under SSH or SFTP.`,
          port === usual
            ? otherPortLine(view)
            : pasteLine(portLine(view, usual), 'or the port that the control panel shows'),
        ),
        seePorts(view.server, port),
      ],
    }
  },
})

/** Whether the bytes came only after our own line. An SSH server speaks first, so they are an answer in another protocol. */
function answersOurLine({ heard, ended }: BannerReading): boolean {
  const { bytes, firstByteMs, spokeMs } = heard
  return ended !== null && bytes > 0 && spokeMs !== null && (firstByteMs ?? 0) >= spokeMs
}

const tlsPorts: readonly number[] = [443, 8443]

/** Many TLS servers (OpenSSL 3, Go, HAProxy) wait for the client and end what is not TLS without an alert. */
function closesLikeTls({ heard, ended }: BannerReading, port: number): boolean {
  return tlsPorts.includes(port) && ended !== null && heard.bytes === 0 && heard.spokeMs !== null
}

/** A web proxy answers for the server on the ports of the web. */
function proxyObserved({ tcp, dns }: View): readonly Words[] {
  const address = dns?.addresses.find((each) => each.address === tcp?.connected)
  const proxy = address && proxyName[address.range]
  return proxy ? [say`${address.address} is a web proxy of ${literal(proxy)}, not the server.`] : []
}
