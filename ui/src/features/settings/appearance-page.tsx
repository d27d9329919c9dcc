import { Group } from "@/components/project/fields";
import { Segmented } from "@/components/ui/segmented";
import { setDensity, useDensity } from "@/lib/density";
import { setTheme, useThemeChoice } from "@/lib/theme";
import { SettingsFrame } from "./components/settings-frame";

export function AppearanceSettingsPage() {
  const theme = useThemeChoice();
  const density = useDensity();
  return (
    <SettingsFrame title="Appearance" lead="Kept in this window only.">
      <Group
        title="Theme"
        aside={
          <Segmented
            label="Theme"
            value={theme}
            onValueChange={setTheme}
            options={[
              { value: "system", label: "As the system" },
              { value: "light", label: "Light" },
              { value: "dark", label: "Dark" },
            ]}
          />
        }
      >
        {null}
      </Group>
      <Group
        title="Density"
        note="How tall the rows of leads, deliveries and the other tables are."
        aside={
          <Segmented
            label="Density"
            value={density}
            onValueChange={setDensity}
            options={[
              { value: "comfortable", label: "Comfortable" },
              { value: "dense", label: "Dense" },
            ]}
          />
        }
      >
        {null}
      </Group>
    </SettingsFrame>
  );
}
