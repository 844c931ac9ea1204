import fc from 'fast-check'
import { readSftp, type SftpReading, sftpInit, sftpRealpath } from '../../src/ssh/sftp-version'
import { byteInputs } from './harness/byte-inputs'
import { type FuzzTarget, must } from './harness/fuzz-target'

const version = Buffer.concat([Buffer.from([0, 0, 0, 5, 2, 0, 0, 0, 3])])
const status = Buffer.from([0, 0, 0, 17, 101, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0])
const order: readonly SftpReading[] = ['more', 'version', 'answered']

/** The first packets of an SFTP server. */
export const target: FuzzTarget<Buffer, readonly SftpReading[]> = {
  inputs: fc.oneof(
    byteInputs(
      Buffer.concat([version, status]),
      Buffer.from('Welcome to the server\r\n'),
      Buffer.concat([sftpInit, sftpRealpath]),
    ),
    fc
      .tuple(byteInputs(version), fc.nat(0x4_0000))
      .map(([bytes, zeros]) => Buffer.concat([bytes, Buffer.alloc(zeros)])),
  ),
  run: (bytes) =>
    Array.from({ length: 40 }, (_, end) => readSftp(bytes.subarray(0, end))).concat(
      readSftp(bytes),
    ),
  verify(_, readings) {
    readings.forEach((reading, index) => {
      const before = readings[index - 1]
      if (before === undefined) return
      const goesOn =
        before === 'text'
          ? reading === 'text'
          : reading === 'text'
            ? before === 'more'
            : order.indexOf(reading) >= order.indexOf(before)
      must(goesOn, `more bytes make ${reading} of ${before}`)
    })
  },
}
