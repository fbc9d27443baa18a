import { DefaultWorkspaceManager, type BuildOptions } from 'langium';

/** Says what is wrong with the files of the workspace from the start, not only after the first change. */
export class KvmnetWorkspaceManager extends DefaultWorkspaceManager {
  override initialBuildOptions: BuildOptions = { validation: true };
}
