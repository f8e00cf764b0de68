// SPDX-License-Identifier: MPL-2.0

package meaning

import (
	"errors"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// NotFoundError says that a thing does not exist, or not where it was looked for.
type NotFoundError struct {
	// What names the thing, such as `group "engineering"`.
	What string
	// Hint says what to do next; it may be empty.
	Hint string
}

// Error names the thing and what to do next.
func (e *NotFoundError) Error() string { return withHint(e.What+" does not exist", e.Hint) }

// ExistsError says that a thing to be created exists already. It is never adopted silently.
type ExistsError struct {
	// What names the thing.
	What string
	// Name is the thing's own name, where it has one.
	Name string
	// ImportID is the ID by which the existing thing can be imported.
	ImportID string
}

// Error names the thing.
func (e *ExistsError) Error() string { return e.What + " exists already" }

// AmbiguousDirectoryError says that an organization has several directories and none was chosen.
type AmbiguousDirectoryError struct {
	// Directories are those to choose from.
	Directories []atlassian.Directory
}

// Error lists the directories.
func (e *AmbiguousDirectoryError) Error() string {
	if len(e.Directories) == 0 {
		return "the API key can manage no directory of this organization"
	}
	choices := make([]string, len(e.Directories))
	for i, d := range e.Directories {
		choices[i] = fmt.Sprintf("%s (%s)", atlassian.Word(d.ID), atlassian.Quoted(d.Name))
	}
	return "the organization has several directories, so one must be chosen: " + strings.Join(choices, ", ")
}

// UnidentifiedError says that a group was created, or may have been, but its ID could not be learnt in time: Atlassian's answer to a
// creation holds no ID, and its search shows a new group only after a while.
type UnidentifiedError struct {
	// DirectoryID and Name are the group's directory and name, by which it can be found later.
	DirectoryID, Name string
	// Lost is set where not even Atlassian's answer to the creation arrived, so that the group may not exist.
	Lost bool
	// Err is why the search for it ended.
	Err error
}

// Error says whether the group exists, as far as that is known.
func (e *UnidentifiedError) Error() string {
	if e.Lost {
		return fmt.Sprintf("Atlassian's answer to the creation of group %q was lost, and its search does not show the group, so it may or may not exist: %v", e.Name, e.Err)
	}
	return fmt.Sprintf("group %q was created, but Atlassian's search does not show it yet, so its ID is unknown: %v", e.Name, e.Err)
}

// Unwrap returns why the search ended.
func (e *UnidentifiedError) Unwrap() error { return e.Err }

// Pending marks an error that came after a write was sent.
func (e *UnidentifiedError) Pending() {}

// SeatLimitError says that an account cannot join a group because an app that the group grants has no seat left.
type SeatLimitError struct {
	// AccountID is who was to join.
	AccountID string
	// Err is Atlassian's answer.
	Err error
}

// Error says what to do about it.
func (e *SeatLimitError) Error() string {
	return fmt.Sprintf("account %s cannot join: it is not a member yet, so Atlassian's conflict means that the user limit of an app the group grants is reached; "+
		"raise the limit, or free a seat first (%v)", e.AccountID, e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *SeatLimitError) Unwrap() error { return e.Err }

// ContradictionError says that two answers of Atlassian contradict each other, so that neither can be used.
type ContradictionError struct {
	// GroupID is the group in question.
	GroupID string
	// Users is how many members Atlassian counts.
	Users int
}

// Error says what contradicts what.
func (e *ContradictionError) Error() string {
	return fmt.Sprintf("Atlassian counts %d members of group %s, but its search shows none of them, even at the second try. "+
		"So the provider cannot tell who is in the group: try again, and report it to Atlassian if that does not help", e.Users, e.GroupID)
}

// UnseenError says that Atlassian's search does not show what would tell whether protected accounts are in a group.
type UnseenError struct {
	// GroupID is the group in question.
	GroupID string
	// AccountIDs are the protected accounts.
	AccountIDs []string
}

// Error says what is not known, and what to do about it.
func (e *UnseenError) Error() string {
	return fmt.Sprintf("Atlassian's search does not show all members of group %s, and does not show protected account %s with its groups either. "+
		"So the provider cannot tell whether the group has a protected member: try again, and correct protected_account_ids of the provider block if no account has this ID",
		e.GroupID, strings.Join(e.AccountIDs, ", "))
}

// IsContradiction reports whether an error says that two answers of Atlassian contradict each other, or that its search does not show
// what must be there. An error of another package says it by a method.
func IsContradiction(err error) bool {
	_, contradicts := errors.AsType[*ContradictionError](err)
	_, unseen := errors.AsType[*UnseenError](err)
	own, says := errors.AsType[interface {
		error
		Contradicts() bool
	}](err)
	return contradicts || unseen || says && own.Contradicts()
}

// NotVisibleError says that Atlassian acknowledged a write that its reads do not show in time.
type NotVisibleError struct {
	// What was written.
	What string
	// Err is why looking for it ended early; nil where it took too long.
	Err error
	// Contradicted is set where the reads show the state before the change.
	Contradicted bool
}

// Error says what was acknowledged and not seen.
func (e *NotVisibleError) Error() string {
	if e.Contradicted {
		return e.What + " was acknowledged, but Atlassian's search still shows what was there before"
	}
	if e.Err != nil {
		return fmt.Sprintf("%s was acknowledged by Atlassian, but reading it back failed: %v", e.What, e.Err)
	}
	return e.What + " was acknowledged by Atlassian, but is not visible yet"
}

// Unwrap returns why looking for it ended early.
func (e *NotVisibleError) Unwrap() error { return e.Err }

// IsContradicted reports whether an error says that a write was acknowledged, but reads show what was there before.
func IsContradicted(err error) bool {
	invisible, ok := errors.AsType[*NotVisibleError](err)
	return ok && invisible.Contradicted
}

// IsNotFound reports whether an error says that a thing does not exist. A bare "not found" of Atlassian does not: it may
// as well mean the organization or the directory, and a wrong ID of these must not make everything in it pass for deleted.
func IsNotFound(err error) bool {
	var missing *NotFoundError
	return errors.As(err, &missing)
}

func withHint(sentence, hint string) string {
	if hint == "" {
		return sentence
	}
	return sentence + "; " + hint
}

// IsAcknowledged reports whether an error says that a write may have taken effect, or has: its answer was lost, or it is not
// visible yet.
func IsAcknowledged(err error) bool {
	_, invisible := errors.AsType[*NotVisibleError](err)
	return invisible || atlassian.IsOutcomeUnknown(err)
}

// Pending is an error that came after a write was sent, so that the write has, or may have, taken effect.
type Pending interface {
	error
	// Pending does nothing. It marks such an error.
	Pending()
}

// IsPending reports whether an error came after a write was sent, so that the write has, or may have, taken effect.
func IsPending(err error) bool {
	_, pending := errors.AsType[Pending](err)
	return pending || IsAcknowledged(err)
}
