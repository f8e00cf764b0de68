// SPDX-License-Identifier: MPL-2.0

package backup

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const pathPolicies = "/public/backup-management/v2/orgs/{orgId}/policies"

// Unverified: how many policies a page has if nothing is said, and at most.
const (
	defaultPage = 20
	maxPage     = 100
)

// listParameters are those of the guide on paging. Unverified: the value of
// sortBy, which the guide explains as the time of creation.
var listParameters = []wire.Parameter{
	{Name: "start", Kind: wire.KindNumber, AllowZero: true},
	{Name: "pageSize", Kind: wire.KindNumber, Max: maxPage},
	{Name: "sortOrder", Enum: []string{"ASC", "DESC"}},
	{Name: "sortBy", Enum: []string{"createdAt"}},
}

var detailParameters = []wire.Parameter{
	{Name: "storageDetails", Kind: wire.KindBool},
	{Name: "backupDetails", Kind: wire.KindBool},
}

// wirePolicy is a policy as "Get backup policy by ID" documents it.
type wirePolicy struct {
	PolicyID              string       `json:"policyId"`
	PolicyName            string       `json:"policyName"`
	CloudInfo             wireCloud    `json:"cloudInfo"`
	ProductType           string       `json:"productType"`
	Status                string       `json:"status"`
	IncludeAttachments    bool         `json:"includeAttachments"`
	IncludePersonalSpaces bool         `json:"includePersonalSpaces"`
	IncludeUsersAndGroups bool         `json:"includeUsersAndGroups"`
	Details               *wireDetails `json:"details,omitempty"`
	CreatedAt             string       `json:"createdAt"`
	CreatedBy             string       `json:"createdBy,omitempty"`
}

type wireCloud struct {
	CloudID        string `json:"cloudId"`
	CloudURL       string `json:"cloudUrl,omitempty"`
	CloudName      string `json:"cloudName,omitempty"`
	EncryptionType string `json:"encryptionType,omitempty"`
}

type wireDetails struct {
	StorageID       string        `json:"storageId,omitempty"`
	BackupDetails   *wireBackups  `json:"backupDetails,omitempty"`
	ScheduleDetails *wireSchedule `json:"scheduleDetails,omitempty"`
}

type wireBackups struct {
	LastBackupTime        string `json:"lastBackupTime,omitempty"`
	TotalAvailableBackups int    `json:"totalAvailableBackups"`
}

type wireSchedule struct {
	Interval     string `json:"interval"`
	StartDate    string `json:"startDate,omitempty"`
	ScheduleSlot string `json:"scheduleSlot,omitempty"`
}

// wirePolicies is a page of policies. Unverified: the guide implies the list,
// and its form is taken from that of the list of backups.
type wirePolicies struct {
	Policies   []wirePolicy `json:"policies"`
	TotalItems int          `json:"totalItems"`
}

// Operations is the table of the backup management API. All of it takes the
// API token of a person who administers the organization.
func Operations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: http.MethodGet, Path: pathPolicies, Access: wire.AccessPerson,
			Query: listParameters, Serve: within(w, (*call).list),
			Lists: true, ListMember: "policies", Live: livePolicies,
		},
		{
			Method: http.MethodGet, Path: pathPolicies + "/{policyId}", Access: wire.AccessPerson,
			Query: detailParameters, Serve: within(w, (*call).one), Live: livePolicy,
		},
	}
}

// within makes a handler that serves an operation with the state of the
// organization. It refuses what the person, or the plan, does not have.
// Unverified: the statuses of both, and the form of the errors.
func within(w *world.World, serve func(*call) wire.Answer) func(*wire.Call) wire.Answer {
	return func(request *wire.Call) (given wire.Answer) {
		w.Do(func(_ time.Time, s *world.State) {
			c := &call{request, s}

			switch {
			case c.PathValue("orgId") != s.ID:
				given = wire.Fail(http.StatusNotFound, wire.CodeUnknownOrg, "Organization not found", "There is no organization "+c.PathValue("orgId")+".")
			case s.BackupRefusal == http.StatusNotFound:
				given = wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Not found", "Backup and restore is not available.")
			case s.BackupRefusal != 0:
				given = wire.Fail(s.BackupRefusal, wire.CodeForbidden, "Forbidden", "Backup and restore is not available for this organization.")
			case !s.MayBackUp():
				given = wire.Fail(http.StatusForbidden, wire.CodeForbidden, "Forbidden", "The user is not an admin of the organization.")
			default:
				given = serve(c)
			}
		})

		return given
	}
}

// list gives a page of the policies. Unverified: pages count from 0, and the
// policies of the list have no details.
func (c *call) list() wire.Answer {
	asked, err := wire.Decode[struct {
		Start     int    `json:"start"`
		PageSize  int    `json:"pageSize"`
		SortOrder string `json:"sortOrder"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	sorted := slices.SortedStableFunc(slices.Values(c.state.Backups), func(a, b *world.BackupPolicy) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
	})
	if asked.SortOrder != "ASC" {
		slices.Reverse(sorted)
	}

	size := cmp.Or(asked.PageSize, defaultPage)
	page := wirePolicies{Policies: []wirePolicy{}, TotalItems: len(sorted)}

	// A start beyond the last page is no error, and could overflow.
	if asked.Start <= len(sorted)/size {
		from := asked.Start * size

		for _, policy := range sorted[from:min(from+size, len(sorted))] {
			page.Policies = append(page.Policies, c.wirePolicy(policy))
		}
	}

	return wire.OK(page)
}

// one gives a policy. Unverified: without a parameter, the part that it asks
// for is absent, and the schedule is always there.
func (c *call) one() wire.Answer {
	asked, err := wire.Decode[struct {
		Storage bool `json:"storageDetails"`
		Backups bool `json:"backupDetails"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	at := slices.IndexFunc(c.state.Backups, func(p *world.BackupPolicy) bool { return p.ID == c.PathValue("policyId") })
	if at < 0 {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no backup policy "+c.PathValue("policyId")+".")
	}

	policy := c.state.Backups[at]
	shown := c.wirePolicy(policy)
	shown.Details = &wireDetails{}

	if asked.Storage {
		shown.Details.StorageID = world.Derive(c.state.ID, "backup storage")
	}

	if asked.Backups {
		shown.Details.BackupDetails = &wireBackups{stamp(policy.LastBackupAt), policy.AvailableBackups}
	}

	if policy.Interval != "" {
		shown.Details.ScheduleDetails = &wireSchedule{policy.Interval, stamp(policy.StartedAt), policy.Slot}
	}

	return wire.OK(shown)
}

func (c *call) wirePolicy(policy *world.BackupPolicy) wirePolicy {
	name, address := c.state.SiteOf(policy.Site)

	return wirePolicy{
		PolicyID: policy.ID, PolicyName: policy.Name,
		CloudInfo:   wireCloud{policy.Site, address, name, policy.Encryption},
		ProductType: policy.Product, Status: policy.Status,
		IncludeAttachments: !policy.WithoutAttachments, IncludePersonalSpaces: !policy.WithoutPersonalSpaces, IncludeUsersAndGroups: !policy.WithoutUsersAndGroups,
		CreatedAt: stamp(policy.CreatedAt), CreatedBy: policy.CreatedBy,
	}
}

// stamp is a time of an answer. It is empty if there is none. Unverified: its
// form.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}

	return at.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

// livePolicies gives a page nulls. Unverified: no live answer is known.
func livePolicies(whole any) {
	page, _ := whole.(wire.LiveObject)
	items, _ := page["policies"].([]any)

	for _, item := range items {
		livePolicy(item)
	}
}

// livePolicy gives a policy the nulls that answers of other APIs have, and a
// field that no page names.
func livePolicy(whole any) {
	policy, is := whole.(wire.LiveObject)
	if !is {
		return
	}

	wire.OrNull(policy, "details", "createdBy", "lastUpdatedAt")

	if cloud, ok := policy["cloudInfo"].(wire.LiveObject); ok {
		wire.OrNull(cloud, "cloudUrl", "cloudName", "encryptionType")
	}

	details, ok := policy["details"].(wire.LiveObject)
	if !ok {
		return
	}

	wire.OrNull(details, "storageId", "backupDetails", "scheduleDetails")

	if backups, ok := details["backupDetails"].(wire.LiveObject); ok {
		wire.OrNull(backups, "lastBackupTime")
	}

	if schedule, ok := details["scheduleDetails"].(wire.LiveObject); ok {
		wire.OrNull(schedule, "startDate", "scheduleSlot")
	}
}
