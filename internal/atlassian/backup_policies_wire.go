// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"
)

// This file has everything about the answers of the backup management API that is a guess.

// backupPoliciesIn finds the policies in a page, and how many there are on all pages, if the page counts them. Unverified: all of it. The
// list of backups is {"backups": […], "totalItems": 1}, so that this one should be {"policies": […], "totalItems": 1}. The list may also
// have another name, as long as it is the only one, or be all of the answer.
func backupPoliciesIn(data []byte) (policies []BackupPolicy, total *int, err error) {
	var items []json.RawMessage
	if isNull(data) {
		return nil, nil, errors.New("it has no list of backup policies")
	}
	if json.Unmarshal(data, &items) != nil {
		var page map[string]json.RawMessage
		if err := json.Unmarshal(data, &page); err != nil {
			return nil, nil, fmt.Errorf("reading a page of backup policies: %w", err)
		}
		if items, err = onlyListIn(page); err != nil {
			return nil, nil, err
		}
		if total, err = wholeNumberIn(page["totalItems"]); err != nil {
			return nil, nil, fmt.Errorf("how many backup policies there are: %w", err)
		}
	}
	policies = make([]BackupPolicy, len(items))
	for i, item := range items {
		if policies[i], err = backupPolicyIn(item); err != nil {
			return nil, nil, err
		}
	}
	return policies, total, nil
}

// onlyListIn is the list that a page holds.
func onlyListIn(page map[string]json.RawMessage) ([]json.RawMessage, error) {
	var lists [][]json.RawMessage
	for name, member := range page {
		var items []json.RawMessage
		if isNull(member) || json.Unmarshal(member, &items) != nil {
			continue
		}
		if name == "policies" {
			return items, nil
		}
		lists = append(lists, items)
	}
	if len(lists) != 1 {
		return nil, errors.New("it has no list of backup policies")
	}
	return lists[0], nil
}

// backupPolicyIn reads one policy. Null and a missing field are the same: nothing is said. A policy without an ID, and a value that cannot
// be read, is an error.
func backupPolicyIn(data []byte) (BackupPolicy, error) {
	var wire struct {
		ID    looseString `json:"policyId"`
		Name  looseString `json:"policyName"`
		Cloud struct {
			ID         looseString `json:"cloudId"`
			URL        looseString `json:"cloudUrl"`
			Name       looseString `json:"cloudName"`
			Encryption looseString `json:"encryptionType"`
		} `json:"cloudInfo"`
		Product        looseString `json:"productType"`
		Status         looseString `json:"status"`
		Attachments    *bool       `json:"includeAttachments"`
		PersonalSpaces *bool       `json:"includePersonalSpaces"`
		UsersAndGroups *bool       `json:"includeUsersAndGroups"`
		Details        struct {
			Backups struct {
				Last  json.RawMessage `json:"lastBackupTime"`
				Total json.RawMessage `json:"totalAvailableBackups"`
			} `json:"backupDetails"`
			Schedule struct {
				Interval looseString `json:"interval"`
				Slot     looseString `json:"scheduleSlot"`
			} `json:"scheduleDetails"`
		} `json:"details"`
		CreatedAt looseString `json:"createdAt"`
		CreatedBy looseString `json:"createdBy"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return BackupPolicy{}, fmt.Errorf("reading a backup policy: %w", err)
	}
	if wire.ID == "" {
		return BackupPolicy{}, errors.New("a backup policy has no ID")
	}
	last, err := backupTimeIn(wire.Details.Backups.Last)
	if err != nil {
		return BackupPolicy{}, fmt.Errorf("the last backup of policy %s: %w", Word(string(wire.ID)), err)
	}
	available, err := wholeNumberIn(wire.Details.Backups.Total)
	if err != nil {
		return BackupPolicy{}, fmt.Errorf("the available backups of policy %s: %w", Word(string(wire.ID)), err)
	}
	return BackupPolicy{
		ID: string(wire.ID), Name: string(wire.Name),
		CloudID: string(wire.Cloud.ID), SiteName: string(wire.Cloud.Name), SiteURL: string(wire.Cloud.URL), EncryptionType: string(wire.Cloud.Encryption),
		ProductType: string(wire.Product), Status: string(wire.Status),
		IncludeAttachments: wire.Attachments, IncludePersonalSpaces: wire.PersonalSpaces, IncludeUsersAndGroups: wire.UsersAndGroups,
		LastBackup: last, AvailableBackups: available,
		ScheduleInterval: string(wire.Details.Schedule.Interval), ScheduleSlot: string(wire.Details.Schedule.Slot),
		CreatedAt: string(wire.CreatedAt), CreatedBy: string(wire.CreatedBy),
	}, nil
}

// earliestMillisecond is in 2001, as seconds in the year 33658. A greater number counts milliseconds.
const earliestMillisecond = 1e12

// backupTimeIn reads the time of a backup. Unverified: its form. It is a text of ISO 8601, or counts seconds or milliseconds since 1970.
// Without a value, or with an empty text, there is no time.
func backupTimeIn(data json.RawMessage) (*time.Time, error) {
	text, said := textIn(data)
	if !said || text == "" {
		return nil, nil //nolint:nilnil // that there is no time is no failure
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			at = at.UTC()
			return &at, nil
		}
	}
	if count, err := strconv.ParseInt(text, 10, 64); err == nil && count > 0 {
		at := time.Unix(count, 0).UTC()
		if count >= earliestMillisecond {
			at = time.UnixMilli(count).UTC()
		}
		return &at, nil
	}
	return nil, fmt.Errorf("%s is not a time of a known form", Quoted(text))
}

// wholeNumberIn reads a number that is not negative. It is nil if there is none.
func wholeNumberIn(data json.RawMessage) (*int, error) {
	text, said := textIn(data)
	if !said {
		return nil, nil //nolint:nilnil // that there is no number is no failure
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || number < 0 || number > math.MaxInt32 || number != math.Trunc(number) {
		return nil, fmt.Errorf("%s is not a number of them", Quoted(text))
	}
	whole := int(number)
	return &whole, nil
}

// textIn is a text or a number of an answer as a text. A null and a missing field say nothing. All other JSON is the text itself, which
// is neither a time nor a number.
func textIn(data json.RawMessage) (text string, said bool) {
	if len(data) == 0 || isNull(data) {
		return "", false
	}
	if json.Unmarshal(data, &text) == nil {
		return text, true
	}
	return string(data), true
}
