// Portable Executable: a program without the signature of its maker, which would not hold of what is made from it.

/** Where the optional header has the place and size of the certificates; both are zero where there are none. */
const CERTIFICATES_AT = 112 + 4 * 8;

/** The bytes of a 64-bit program of Windows without its Authenticode signature. Throws if they are something else. */
export function withoutSignature(bytes) {
  const header = bytes.readUInt32LE(0x3c);
  const optional = header + 24;
  if (bytes.toString('latin1', header, header + 2) !== 'PE' || bytes.readUInt16LE(optional) !== 0x20b) {
    throw new Error('this is no 64-bit program of Windows');
  }
  const at = bytes.readUInt32LE(optional + CERTIFICATES_AT);
  const size = bytes.readUInt32LE(optional + CERTIFICATES_AT + 4);
  if (size === 0) return bytes;
  if (at + size !== bytes.length) throw new Error('the signature is not at the end of the program');
  const bare = Buffer.from(bytes.subarray(0, at));
  bare.writeBigUInt64LE(0n, optional + CERTIFICATES_AT);
  return bare;
}
