// A reader that is broken on purpose, each way at one number: what a fuzzer has to notice.
export const reader = {
  ending: 'txt',
  draw: (seed, index) => `${seed} ${index}`,
  play(_text, index) {
    const began = process.cpuUsage().user;
    if (index === 3) throw new Error('it throws');
    if (index === 5) for (;;);
    if (index === 7) for (const kept = []; ; ) kept.push(new Array(100_000).fill(kept.length));
    if (index === 9) for (const kept = []; ; ) kept.push(Buffer.alloc(16 << 20, 1));
    if (index === 11) process.exit(0);
    if (index === 13) while (process.cpuUsage().user - began < 600_000);
  },
};
