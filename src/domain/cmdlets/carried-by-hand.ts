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
  begin(world, name, parameters) {
    if (name.endsWith('RgsConfiguration')) return responseGroups(world, name, parameters);
    if (name === 'Invoke-CsManagementStoreReplication') return replicate(world);
    if (name === 'Publish-CsLisConfiguration' && !world.cmsFunctional()) {
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

function responseGroups(world: World, name: string, parameters: Parameters): Begun {
  const p = world.layout.pool(String(parameters.Source ?? parameters.Destination));
  const exports = name.startsWith('Export');
  if (!world.frontEndRuns(p))
    return refused(
      'D34',
      `${world.name(p)} does not run: its Response Groups cannot be ${exports ? 'exported' : 'imported'}.`,
    );
  return done(`Response Group configuration ${exports ? 'exported from' : 'imported to'} ${world.name(p)}`);
}

function replicate(world: World): Begun {
  if (!world.cmsFunctional()) return refused('D62', 'No active Central Management master can be reached.');
  startReplication(world);
  return done('replication started');
}
