/** The fixed programme: every act many times, a few at once. */
import { type Act, acts, type Scene } from "./traffic/acts";

/** @param rounds how often each act is played @param lanes how many acts run side by side */
export async function playProgramme(scene: Scene, rounds: number, lanes: number): Promise<void> {
  const queue: Act[] = Array.from({ length: rounds }, () => Object.values<Act>(acts)).flat();
  const play = async () => {
    for (let act = queue.shift(); act !== undefined; act = queue.shift()) await act(scene);
  };
  await Promise.all(Array.from({ length: lanes }, play));
}
