/**
 * What `npm run campaign` asks of every case and the usual run of one of them: cases that ask the same of other input.
 * test/campaign-files.test.ts holds that each file that asks this is one of the campaign.
 */
export const AT_LENGTH = process.env.DRYDRILL_RUNS !== undefined;
