/** Numbers of the routes to the outside. */
import { assumed } from '../../../core/fact.js';

export const EDGE_FACTS = {
  routeDownFindingMinutes: assumed(30, 'min', [0, 10080], {
    source: 'S9',
    why: 'federation, XMPP, remote access or remote media that is down for longer is a finding, as is one that is down at the end',
  }),
};
