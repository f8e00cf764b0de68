// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Prefix begins the name of everything that the kit makes. It changes nothing without it.
const Prefix = "tf-acc-"

// stamp is when something was made, in its name: Atlassian does not say it of a group.
const stamp = "20060102t150405"

// Name is the name of a group that is made at a time.
func Name(at time.Time, what string) string { return Prefix + at.UTC().Format(stamp) + "-" + what }

// madeAt reads the time in a name. Other names are not of the kit's making, whatever they begin with.
func madeAt(name string) (time.Time, bool) {
	rest, ours := strings.CutPrefix(name, Prefix)
	if !ours || len(rest) <= len(stamp) || rest[len(stamp)] != '-' {
		return time.Time{}, false
	}
	at, err := time.Parse(stamp, rest[:len(stamp)])
	return at, err == nil
}

// Sandbox is the part of an organization in which the kit may write.
type Sandbox struct {
	Organization

	// Directory is the only one with groups that the kit makes.
	Directory string
	// Confirmed is the ID of the directory once more: see [ConfirmationVariable].
	Confirmed string
	// Account may be put into groups of the kit, and Resource is an app on which such a group may get a role. Both may be empty.
	Account, Resource string

	fromEnvironment bool
}

// SandboxFromEnvironment is the sandbox that the variables name. There is none unless its directory is named.
func SandboxFromEnvironment(getenv func(string) string) (sandbox Sandbox, named bool, err error) {
	org, err := FromEnvironment(getenv)
	return Sandbox{
		Organization: org, Directory: getenv(DirectoryVariable), Confirmed: getenv(ConfirmationVariable),
		Account: getenv(AccountVariable), Resource: getenv(ResourceVariable), fromEnvironment: true,
	}, getenv(DirectoryVariable) != "", err
}

// Check refuses a directory that people work in, as far as it can tell: the only one, or the one that the provider is configured for,
// unless it is confirmed.
func (s Sandbox) Check(ctx context.Context, client *atlassian.Client) error {
	var ids []string
	for directory, err := range client.Directories(ctx, s.ID) {
		if err != nil {
			return fmt.Errorf("list the directories, to see whether %s is a sandbox: %w", s.Directory, err)
		}
		ids = append(ids, directory.ID)
	}
	switch {
	case s.Directory == "":
		return fmt.Errorf("%s names no directory", DirectoryVariable)
	case !slices.Contains(ids, s.Directory):
		return fmt.Errorf("the organization has no directory %s, which %s names", s.Directory, DirectoryVariable)
	case s.Confirmed == s.Directory:
		return nil
	case len(ids) == 1:
		return fmt.Errorf("the directory %s is the only one of the organization, so people work in it. To make groups there all the same, set %s to its ID, too", s.Directory, ConfirmationVariable)
	case s.DirectoryID == s.Directory:
		return fmt.Errorf("the directory %s is the one that ATLASSIAN_DIRECTORY_ID names, so people may work in it. To make groups there all the same, set %s to its ID, too", s.Directory, ConfirmationVariable)
	}
	return nil
}

// Guard allows reads, and writes to groups of the kit in the sandbox. It reads the name of a group before each write to it.
func (s Sandbox) Guard(client *atlassian.Client) recording.Guard {
	return func(request *http.Request, asked []byte) error {
		operation, known := recording.OperationOf(request, asked)
		if !known || operation.Repeat == atlassian.Read {
			return recording.ReadOnly(request, asked)
		}
		var body struct{ Name, AccountID, ResourceID, RoleID string }
		if len(asked) > 0 {
			if err := json.Unmarshal(asked, &body); err != nil {
				return errors.New("its body is no JSON")
			}
		}
		in, err := elementsOf(operation.Path, request.URL.EscapedPath())
		if err != nil {
			return err
		}
		if in["orgId"] != s.ID || in["directoryId"] != s.Directory {
			return fmt.Errorf("%s is a write outside of the sandbox", operation.ID)
		}
		account := body.AccountID
		switch operation.ID {
		case "createGroup":
			if _, ours := madeAt(body.Name); !ours {
				return errors.New("the group would not have a name of the kit")
			}
			return nil
		case "removeGroupMember":
			account = in["accountId"]
			fallthrough
		case "addGroupMember":
			if account == "" || account != s.Account {
				return fmt.Errorf("the account is not the one that %s names", AccountVariable)
			}
		case "assignGroupRole", "revokeGroupRole":
			if body.ResourceID == "" || body.ResourceID != s.Resource || body.RoleID != Role {
				return fmt.Errorf("the role is not %s on the app that %s names", Role, ResourceVariable)
			}
		case "deleteGroup":
		default:
			return fmt.Errorf("the kit never sends %s", operation.ID)
		}
		return s.isOurs(request.Context(), client, in["groupId"])
	}
}

// Role is the role that a group of the kit gets, which has no members then.
const Role = "atlassian/user"

// isOurs refuses a group whose name the kit did not make, or whose name it cannot read.
func (s Sandbox) isOurs(ctx context.Context, client *atlassian.Client, id string) error {
	group, err := client.Group(ctx, s.ID, s.Directory, id)
	if err != nil {
		return fmt.Errorf("the name of the group cannot be read: %w", err)
	}
	if _, ours := madeAt(group.Name); !ours || group.ExternalSynced {
		return errors.New("the group was not made by the kit")
	}
	return nil
}

// elementsOf are the placeholders of a path, by name.
func elementsOf(template, escaped string) (map[string]string, error) {
	found := make(map[string]string)
	have := strings.Split(escaped, "/")
	for i, element := range strings.Split(template, "/") {
		name, is := strings.CutPrefix(element, "{")
		if !is {
			continue
		}
		plain, err := url.PathUnescape(have[i])
		if err != nil {
			return nil, errors.New("its path cannot be read")
		}
		found[strings.TrimSuffix(name, "}")] = plain
	}
	return found, nil
}
