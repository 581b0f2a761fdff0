import { startReplication } from '../components/central-management/behaviour.js';
import type { World } from '../state/world.js';
import { type Begun, type Cmdlet, done, notModelled, type Parameters, refused } from './cmdlet.js';

/** What the Backup Service does not carry (D34), and cmdlets that leave the modelled deployment as it is. */
export const carriedByHand: Cmdlet = {
  names: [
    'Export-CsRgsConfiguration',
    'Import-CsRgsConfiguration',
    'Export-CsLisConfiguration',
    'Import-CsLisConfiguration',
    'Publish-CsLisConfiguration',
    'Backup-CsPool',
    'Invoke-CsManagementStoreReplication',
    'Get-CsTopology',
    'Move-CsManagementServer',
  ],
  begin(w, name, parameters) {
    if (name.endsWith('RgsConfiguration')) return responseGroups(w, name, parameters);
    if (name === 'Invoke-CsManagementStoreReplication') return replicate(w);
    if (name === 'Publish-CsLisConfiguration' && !w.cmsFunctional()) {
      return refused('D62', 'No active Central Management master can be reached.');
    }
    if (name === 'Move-CsManagementServer') {
      return notModelled(
        'Move-CsManagementServer (D65) is not modelled; for paired pools use Invoke-CsManagementServerFailover',
      );
    }
    return done('noted; it changes nothing that is modelled');
  },
};

function responseGroups(w: World, name: string, parameters: Parameters): Begun {
  const p = w.layout.pool(String(parameters.Source ?? parameters.Destination));
  const exports = name.startsWith('Export');
  if (!w.frontEndRuns(p))
    return refused(
      'D34',
      `${w.name(p)} does not run: its Response Groups cannot be ${exports ? 'exported' : 'imported'}.`,
    );
  return done(`Response Group configuration ${exports ? 'exported from' : 'imported to'} ${w.name(p)}`);
}

function replicate(w: World): Begun {
  if (!w.cmsFunctional()) return refused('D62', 'No active Central Management master can be reached.');
  startReplication(w);
  return done('replication started');
}
