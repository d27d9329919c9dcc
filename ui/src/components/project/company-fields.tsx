import { withScheme } from "./answers";
import { ConnectionTest } from "./connection-test";
import { TextField } from "./fields";
import { useAnswers } from "./use-answers-form";

/** What is sold, and which problem it takes away. */
export function CompanyFields({ autoFocus = false }: { autoFocus?: boolean }) {
  const { getValues, setValue } = useAnswers();
  const completeAddress = () => {
    const typed = getValues("company.product_url");
    const address = withScheme(typed);
    if (address !== typed) setValue("company.product_url", address, { shouldDirty: true });
  };
  return (
    <>
      <TextField
        name="company.name"
        label="Company or product name"
        placeholder="Harbour Metrics"
        autoFocus={autoFocus}
      />
      <div className="flex flex-col gap-2">
        <TextField
          name="company.product_url"
          label="Product page"
          placeholder="https://www.example.com"
          inputMode="url"
          optional
          onLeave={completeAddress}
        />
        <ConnectionTest what="product_url" about="company.product_url" label="Check the address" />
      </div>
      <TextField
        name="company.description"
        label="What it is, in one line"
        placeholder="Delivery metrics for support teams"
        help="Drafts quote this line. Write it as you would say it."
        optional
      />
      <TextField
        name="company.problem"
        label="The problem it solves"
        placeholder="Support leads cannot see why tickets pile up after a launch"
        help="In the words of the people who have it. This is what posts are compared with."
        long
      />
    </>
  );
}
