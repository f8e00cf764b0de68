// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	opSuspend    = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/suspend"
	opRestore    = "POST /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}/restore"
	opRemoveUser = "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/users/{accountId}"
	emil         = "emil.sorensen@acme.example"
	ada          = "ada.okafor@acme.example"
)

// changes are the changes of access that arrived.
func changes(on *simulated.Organization) []string {
	var words []string
	for _, change := range on.Simulator.AccessChanges() {
		words = append(words, change.Change)
	}
	return words
}

// A change that is made already is not made again, and one that was made shows before it is over.
func TestAccessIsChangedOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(100*time.Millisecond))
		o, directory, id := run(t, on), on.Credentials.DirectoryID, on.Simulator.AccountID(emil)
		for _, step := range []struct {
			do      func() (bool, error)
			already bool
			status  string
		}{
			{func() (bool, error) { return o.People.Restore(t.Context(), directory, id) }, true, "active"},
			{func() (bool, error) { return o.People.Suspend(t.Context(), directory, id) }, false, "suspended"},
			{func() (bool, error) { return o.People.Suspend(t.Context(), directory, id) }, true, "suspended"},
			{func() (bool, error) { return o.People.Restore(t.Context(), directory, id) }, false, "active"},
			{func() (bool, error) { return false, o.People.Remove(t.Context(), directory, id) }, false, "not_invited"},
			{func() (bool, error) { return false, o.People.Remove(t.Context(), directory, id) }, false, "not_invited"},
		} {
			already, err := step.do()
			require.NoError(t, err)
			require.Equal(t, step.already, already)
			require.Equal(t, step.status, on.Simulator.UserStatus(emil))
		}
		require.Equal(t, []string{"suspend", "restore", "remove"}, changes(on))
		_, err := o.People.Suspend(t.Context(), directory, id)
		require.True(t, meaning.IsNotFound(err))
	})
}

// A lost answer is settled by reading. Nothing is done twice.
func TestLostChangesOfAccess(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"it happened":                 {LoseAnswer: true},
		"it did not":                  {Drop: true},
		"a bad gateway":               {Status: http.StatusBadGateway},
		"it happened, three times":    {LoseAnswer: true, Count: 3},
		"it did not happen two times": {Drop: true, Count: 2},
	} {
		for operation, word := range map[string]string{opSuspend: "suspend", opRemoveUser: "remove"} {
			t.Run(word+", "+name, func(t *testing.T) {
				t.Parallel()
				simulated.InVirtualTime(t, func(t *testing.T) {
					on := simulated.Virtual(t, simulated.WithLag(50*time.Millisecond))
					injected := fault // each of the two has its own
					injected.Operation = operation
					on.Simulator.Inject(injected)
					o, id := run(t, on), on.Simulator.AccountID(emil)
					if operation == opSuspend {
						_, err := o.People.Suspend(t.Context(), on.Credentials.DirectoryID, id)
						require.NoError(t, err)
					} else {
						require.NoError(t, o.People.Remove(t.Context(), on.Credentials.DirectoryID, id))
					}
					require.Equal(t, []string{word}, changes(on))
				})
			})
		}
	}
}

// A refusal of what is done already is no failure: the search lags behind what another has done.
func TestARefusalOfWhatIsDone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o, id := run(t, on), on.Simulator.AccountID(emil)
		_, there, err := o.People.Member(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err)
		require.True(t, there)
		require.NoError(t, on.Simulator.Suspend(emil, ""))
		already, err := o.People.Suspend(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err)
		require.True(t, already)
		require.Empty(t, changes(on))
	})
}

// What does not show is an error, and is not taken for done.
func TestAccessThatDoesNotShow(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		_, err := o.People.Suspend(t.Context(), on.Credentials.DirectoryID, on.Simulator.AccountID(emil))
		require.True(t, meaning.IsContradicted(err))
		account, _, err := o.People.Member(t.Context(), on.Credentials.DirectoryID, on.Simulator.AccountID(emil))
		require.NoError(t, err)
		require.Equal(t, "active", account.Status)
		require.True(t, meaning.IsContradicted(o.People.Remove(t.Context(), on.Credentials.DirectoryID, on.Simulator.AccountID(ada))))
	})
}

func TestProtectedAccountsKeepTheirAccess(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		id := on.Simulator.AccountID(emil)
		o := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{id} })
		_, err := o.People.Suspend(t.Context(), on.Credentials.DirectoryID, id)
		require.ErrorContains(t, err, "protected_account_ids")
		require.ErrorContains(t, o.People.Remove(t.Context(), on.Credentials.DirectoryID, id), "protected_account_ids")
		require.Empty(t, changes(on))
		require.NoError(t, on.Simulator.Suspend(emil, ""))
		_, err = run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{id} }).People.Restore(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err, "a protected account may get its access back")
	})
}

// Atlassian calls a person suspended who is so in all directories. For one who is in several, the roles tell.
func TestSuspendedInOneOfSeveralDirectories(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.Directories = append(start.Directories, simulator.Directory{Name: "Second"})
		start.Users[0].Directories = []string{"Acme", "Second"}
		on := simulated.Virtual(t, simulated.WithStart(start), simulated.WithLag(50*time.Millisecond), simulated.AsDocumented())
		o, id := run(t, on), on.Simulator.AccountID(ada)

		account, there, err := o.People.Member(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err)
		require.True(t, there)
		require.Equal(t, "active", account.Status)
		require.Equal(t, 1, on.Simulator.Requests()[opUserRoles])

		_, err = o.People.Suspend(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err)
		require.Equal(t, "active", on.Simulator.UserStatus(ada), "in the other directory")
		account, _, err = run(t, on).People.Member(t.Context(), on.Credentials.DirectoryID, id)
		require.NoError(t, err)
		require.Equal(t, "suspended", account.Status)

		second := on.Simulator.Organization().Directories[1].ID
		account, _, err = run(t, on).People.Member(t.Context(), second, id)
		require.NoError(t, err)
		require.Empty(t, account.Status, "no role there, so Atlassian does not tell")

		_, err = run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond }).People.Suspend(t.Context(), second, id)
		require.True(t, meaning.IsPending(err))
		require.False(t, meaning.IsContradicted(err), "it is done, for all that is known")

		on.Simulator.ResetRequests()
		_, _, err = run(t, on).People.Member(t.Context(), on.Credentials.DirectoryID, on.Simulator.AccountID(emil))
		require.NoError(t, err)
		require.Zero(t, on.Simulator.Requests()[opUserRoles], "who is in one directory only")
	})
}

// A status that the answer lacks is composed of its parts, and an error where these lack, too.
func TestAStatusThatTheAnswerLacks(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulated.Virtual(t)
		missing := []string{"status"}
		on := start.Edited(t, "/users/search", func(body any) any {
			page, _ := body.(map[string]any)
			accounts, _ := page["data"].([]any)
			for _, one := range accounts {
				account, _ := one.(map[string]any)
				for _, name := range missing {
					delete(account, name)
				}
			}
			return body
		})
		for _, person := range []struct{ email, status string }{{emil, "active"}, {"julia.santos@acme.example", "suspended"}} {
			account, _, err := run(t, on).People.MemberByEmail(t.Context(), on.Credentials.DirectoryID, person.email)
			require.NoError(t, err)
			require.Equal(t, person.status, account.Status)
		}
		missing = append(missing, "membershipStatus")
		_, _, err := run(t, on).People.MemberByEmail(t.Context(), on.Credentials.DirectoryID, emil)
		require.ErrorContains(t, err, "does not say which status account")
	})
}

// 2,000 people cost at most twice the pages of the directory, and a list of directories.
func TestReadingManyPeopleCostsAtMostTwiceTheListing(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 2000})))
		o := run(t, on)
		var group errgroup.Group
		group.SetLimit(parallelism)
		for i := range 2000 {
			group.Go(func() error {
				account, there, err := o.People.Member(t.Context(), on.Credentials.DirectoryID, simulated.AccountID(i+1))
				if err == nil && (!there || account.Status != "active") {
					t.Errorf("%d: %+v", i, account)
				}
				return err
			})
		}
		require.NoError(t, group.Wait())
		require.LessOrEqual(t, on.Requests(), 42, "%v", on.Simulator.Requests())
	})
}

// Several people are suspended at once, and every failure is told.
func TestSuspendAll(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(20*time.Millisecond))
		o := run(t, on)
		ids := []string{on.Simulator.AccountID(emil), "nobody", on.Simulator.AccountID("julia.santos@acme.example"), on.Simulator.AccountID(ada)}
		told := 0
		results := o.People.SuspendAll(t.Context(), on.Credentials.DirectoryID, ids, func(organization.AccessResult) { told++ })
		require.Equal(t, 4, told)
		for i, result := range results {
			require.Equal(t, ids[i], result.AccountID)
			require.Equal(t, i == 1, result.Err != nil)
			require.Equal(t, i == 2, result.Already)
		}
		require.ElementsMatch(t, []string{"suspend", "suspend"}, changes(on))
		require.Len(t, o.People.RestoreAll(t.Context(), on.Credentials.DirectoryID, ids, func(organization.AccessResult) {}), 4)
		require.Equal(t, 3, on.Simulator.Requests()[opRestore])
	})
}
