/** What the tables and records of the model have and no run of any deployment reaches, each with the reason. */

const ONE_SITE =
  'principal and mirror stand in one site: where both run they see each other, and the session is in step';
const NOT_FORCED =
  'service is forced of a session whose mirror lags behind, and the command ends when that changes (D22)';
const ONLY_RUNNING = 'a failover stops the services of a pool only where they run (D43)';
const NOT_AT_ONCE = 'no event brings up one pool and loses the other, or brings up both: one comes after the other';
const HOME_FIRST =
  'the home pool does not come up and open to its users in one event: it ends this state when it comes up';
const PARTNER_FIRST = 'the home pool opens after the partner has closed, and its users are moving home by then (D51)';
const HOME_RUNS = 'a failback takes services of the home pool that run (D50), and those end this state';

/** The reason, by the key of the item. */
export const REACHED_BY_NO_RUN: Readonly<Record<string, string>> = {
  'transitions|front-end-pool|starting|stop|stopped': ONLY_RUNNING,
  'transitions|front-end-pool|booting|stop|stopped': ONLY_RUNNING,
  'transitions|mirror-session|electing|look|exposed': ONE_SITE,
  'transitions|mirror-session|electing|force|forced': NOT_FORCED,
  'transitions|mirror-session|severed|force|forced': NOT_FORCED,
  'transitions|users|resiliencyHome|readOnly|readOnlyHome':
    'a planned failover of a pool without its User database is refused (D43), and users leave resiliency mode when it is served',
  'transitions|users|resiliencyPartner.staying|look|regularHome': NOT_AT_ONCE,
  'transitions|users|resiliencyPartner.staying|look|resiliencyHome': NOT_AT_ONCE,
  'transitions|users|takenOver.regular|look|signedOut.detecting': PARTNER_FIRST,
  'transitions|users|takenOver.regular|look|regularHome': PARTNER_FIRST,
  'transitions|users|takenOver.regular|look|resiliencyHome': PARTNER_FIRST,
  'transitions|users|takenOver.detected|look|takenOver.signedOut': NOT_AT_ONCE,
  'transitions|users|takenOver.detected|look|regularHome': HOME_FIRST,
  'transitions|users|takenOver.detected|look|resiliencyHome': HOME_FIRST,
  'transitions|users|takenOver.detected|moveHome|movingHome': HOME_RUNS,
  'transitions|users|takenOver.detectedSignedOut|look|regularHome': HOME_FIRST,
  'transitions|users|takenOver.detectedSignedOut|look|resiliencyHome': HOME_FIRST,
  'transitions|users|takenOver.detectedSignedOut|look|takenOver.resilient': NOT_AT_ONCE,
  'transitions|users|takenOver.detectedSignedOut|look|resiliencyPartner.staying':
    'a failover whose partner is lost has failed by then: the home pool does not open when the partner comes back',
  'transitions|users|takenOver.detectedSignedOut|moveHome|movingHome': HOME_RUNS,
};

/** No run of any deployment reaches the item of this key. */
export const isReachedByNoRun = (key: string): boolean => key in REACHED_BY_NO_RUN;
