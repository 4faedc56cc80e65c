/**
 * The types of Ringpost's API. Made from docs/openapi.json: change the schemas and run `npm run openapi` instead.
 */

export interface paths {
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show that the stage is up and which version it runs
         * @description Needs no login.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{deviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register a device and its tokens
         * @description For app users, each as the `sub` of their token. Counts towards the rate `registrations` of the user.
         */
        put: operations["registerDevice"];
        post?: never;
        /**
         * Log out a device
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["logOutDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's devices
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["listDevices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{deviceId}/tokens/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a token that iOS has invalidated
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["removeDeviceToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{deviceId}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Report that the app is in the foreground or the background
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["setPresence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the caller's profile
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["getProfile"];
        /**
         * Replace the caller's profile
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["replaceProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message
         * @description With `?explain=true` nothing is sent, written or counted, and the answer is a `MessageExplanation`. A `SentMessage` has a `messageId`, an explanation does not. For app users, each as the `sub` of their token. Counts towards the rate `messages` of the user.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the outcome of one's own message
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{messageId}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recall a message
         * @description For app users, each as the `sub` of their token. Counts towards the rate `messages` of the user.
         */
        post: operations["recallMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the caller's calls, newest first
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["listCalls"];
        put?: never;
        /**
         * Ring a user, several users or a group
         * @description With `?explain=true` nothing rings, nothing is written, and the answer is 200 with a `CallExplanation`. For app users, each as the `sub` of their token. Counts towards the rate `calls` of the user.
         */
        post: operations["startCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of a call
         * @description With `deviceId` the answer has `endedReason`, the CXCallEndedReason for that device. Only the caller sees `targets` and `timeline`. For app users, each as the `sub` of their token.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the name, handle or video of a living call
         * @description For app users, each as the `sub` of their token. Counts towards the rate `calls` of the user.
         */
        patch: operations["updateCall"];
        trace?: never;
    };
    "/v1/calls/{callId}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer a ringing call
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["answerCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline a ringing call
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["declineCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/busy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report that the callee is in another call
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["reportBusy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a ringing call
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["cancelCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite more users to a call
         * @description For app users, each as the `sub` of their token. Counts towards the rate `calls` of the user.
         */
        post: operations["inviteToCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave an answered call that others can continue
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["leaveCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an answered call
         * @description For app users, each as the `sub` of their token.
         */
        post: operations["endCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rings/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the state of a ring, for the phone that holds its ticket
         * @description Needs no login.
         */
        get: operations["getRing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a device did with pushes
         * @description For app users, each as the `sub` of their token. Counts towards the rate `receipts` of the user.
         */
        post: operations["reportReceipts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/receipts/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a device did with a push, for the device that holds its ticket
         * @description Needs no login.
         */
        post: operations["reportByTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the numbers to block and to name, for the Call Directory extension
         * @description Without `since` the answer is the whole list; with the cursor from the last answer, the changes since then. For app users, each as the `sub` of their token.
         */
        get: operations["getCallDirectory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/call-directory/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Block or name a number
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["putDirectoryNumber"];
        post?: never;
        /**
         * Remove a number from the call directory
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["removeDirectoryNumber"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversationId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether a conversation is muted
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["getConversationSettings"];
        /**
         * Mute or unmute a conversation
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["replaceConversationSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users that the caller has blocked
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["listBlocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/blocks/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Block a user
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["blockUser"];
        post?: never;
        /**
         * Unblock a user
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["unblockUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a group
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["getGroup"];
        /**
         * Create or rename a group
         * @description For app users, each as the `sub` of their token.
         */
        put: operations["putGroup"];
        post?: never;
        /**
         * Delete a group
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["deleteGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{groupId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a group's members
         * @description For app users, each as the `sub` of their token.
         */
        get: operations["listGroupMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{groupId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Add a member, or set a member's group nickname
         * @description For app users, each as the `sub` of their token. Counts towards the rate `groupAdditions` of the user.
         */
        put: operations["putGroupMember"];
        post?: never;
        /**
         * Remove a member, or leave the group
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["removeGroupMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the policies
         * @description For the team's own servers.
         */
        get: operations["listPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/policies/{policyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a policy
         * @description For the team's own servers.
         */
        get: operations["getPolicy"];
        /**
         * Create or replace a policy
         * @description For the team's own servers.
         */
        put: operations["putPolicy"];
        post?: never;
        /**
         * Delete a policy
         * @description For the team's own servers.
         */
        delete: operations["deletePolicy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the apps that have settings
         * @description For the team's own servers.
         */
        get: operations["listApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/apps/{appId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the settings of an app
         * @description For the team's own servers.
         */
        get: operations["getAppSettings"];
        /**
         * Replace the settings of an app
         * @description For the team's own servers.
         */
        put: operations["replaceAppSettings"];
        post?: never;
        /**
         * Delete the settings of an app
         * @description For the team's own servers.
         */
        delete: operations["deleteAppSettings"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user's devices and whether each can be reached
         * @description For the team's own servers.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Erase a user
         * @description The worker of the delivery queue erases the user within a minute. `GET /v1/server/users/{userId}/erasure` says when it is done. For the team's own servers.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Log out a user everywhere
         * @description With `pushId` only that device is logged out. For the team's own servers.
         */
        delete: operations["logOutUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message as a user
         * @description With `?explain=true` nothing is sent, written or counted, and the answer is a `MessageExplanation`. A `SentMessage` has a `messageId`, an explanation does not. For the team's own servers.
         */
        post: operations["sendMessageAsUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the outcome of any message
         * @description For the team's own servers.
         */
        get: operations["getAnyMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/messages/{messageId}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Recall any message
         * @description For the team's own servers.
         */
        post: operations["recallAnyMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what was sent and its outcomes, by day and app
         * @description For the team's own servers.
         */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read any call
         * @description For the team's own servers.
         */
        get: operations["getAnyCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the name, handle or video of any living call
         * @description For the team's own servers.
         */
        patch: operations["updateAnyCall"];
        trace?: never;
    };
    "/v1/server/calls/{callId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel any ringing call
         * @description For the team's own servers.
         */
        post: operations["cancelAnyCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/calls/{callId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End any answered call
         * @description For the team's own servers.
         */
        post: operations["endAnyCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ring a user on behalf of another
         * @description With `?explain=true` nothing rings, nothing is written, and the answer is 200 with a `CallExplanation`. For the team's own servers.
         */
        post: operations["startCallAsUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a user's profile
         * @description For the team's own servers.
         */
        get: operations["getUserProfile"];
        /**
         * Replace a user's profile
         * @description For the team's own servers.
         */
        put: operations["replaceUserProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the tags of a user
         * @description For the team's own servers.
         */
        get: operations["getUserTags"];
        /**
         * Replace the tags of a user
         * @description For the team's own servers.
         */
        put: operations["replaceUserTags"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/conversations/{conversationId}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read whether a user has muted a conversation
         * @description For the team's own servers.
         */
        get: operations["getUserConversationSettings"];
        /**
         * Mute or unmute a conversation for a user
         * @description For the team's own servers.
         */
        put: operations["replaceUserConversationSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/blocks/{otherUserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Block a user for another user
         * @description For the team's own servers.
         */
        put: operations["blockForUser"];
        post?: never;
        /**
         * Unblock a user for another user
         * @description For the team's own servers.
         */
        delete: operations["unblockForUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/devices/{deviceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register a user's device and its tokens
         * @description For the team's own servers.
         */
        put: operations["registerUserDevice"];
        post?: never;
        /**
         * Log out one device of a user
         * @description For the team's own servers.
         */
        delete: operations["logOutUserDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/groups/{groupId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read any group
         * @description For the team's own servers.
         */
        get: operations["getAnyGroup"];
        /**
         * Create a group, or replace its name and owner
         * @description For the team's own servers.
         */
        put: operations["putAnyGroup"];
        post?: never;
        /**
         * Delete any group
         * @description For the team's own servers.
         */
        delete: operations["deleteAnyGroup"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/groups/{groupId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of any group
         * @description For the team's own servers.
         */
        get: operations["listAnyGroupMembers"];
        put?: never;
        /**
         * Add up to 500 members to a group, or remove them
         * @description For the team's own servers.
         */
        post: operations["changeGroupMembers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/messages/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send up to ten messages as users
         * @description A message that is rejected does not stop the others. With an `Idempotency-Key` a repeated batch sends no message twice; each message has a key of its own, made of the key and the place of the message. With `?explain=true` nothing is sent, written or counted. For the team's own servers.
         */
        post: operations["sendMessagesAsUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export all that is stored of a user
         * @description A page holds as many entries as fit, in any of its lists; the document is complete when there is no `cursor`. The tokens of devices are whole. For the team's own servers.
         */
        get: operations["exportUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/pushes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a push that you have made yourself
         * @description For the team's own servers.
         */
        post: operations["sendPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what became of the erasure of a user
         * @description For the team's own servers.
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase the caller
         * @description The worker of the delivery queue erases the user within a minute. Sign the user out first: an app that registers its device again starts over. For app users, each as the `sub` of their token. Counts towards the rate `registrations` of the user.
         */
        delete: operations["eraseMe"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/broadcasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List broadcasts, newest first
         * @description For the team's own servers.
         */
        get: operations["listBroadcasts"];
        put?: never;
        /**
         * Send a message to all users of an app, to those with tags, or to a list
         * @description For the team's own servers.
         */
        post: operations["createBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/broadcasts/{broadcastId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the progress of a broadcast
         * @description For the team's own servers.
         */
        get: operations["getBroadcast"];
        put?: never;
        post?: never;
        /**
         * Delete a scheduled broadcast
         * @description For the team's own servers.
         */
        delete: operations["deleteBroadcast"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/broadcasts/{broadcastId}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a running broadcast
         * @description For the team's own servers.
         */
        post: operations["stopBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/broadcasts/{broadcastId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the rest of a stopped broadcast
         * @description For the team's own servers.
         */
        post: operations["resumeBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/broadcasts/{broadcastId}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a broadcast back
         * @description For the team's own servers.
         */
        post: operations["recallBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activity-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the channels of Live Activities
         * @description For the team's own servers.
         */
        get: operations["listActivityChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activity-channels/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create a channel of Live Activities
         * @description For the team's own servers.
         */
        put: operations["putActivityChannel"];
        post?: never;
        /**
         * Delete a channel of Live Activities
         * @description For the team's own servers.
         */
        delete: operations["deleteActivityChannel"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activity-channels/{name}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update or end the Live Activities that follow a channel
         * @description For the team's own servers.
         */
        post: operations["updateActivityChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks
         * @description For the team's own servers.
         */
        get: operations["listWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a webhook and how its deliveries fare
         * @description For the team's own servers.
         */
        get: operations["readWebhook"];
        /**
         * Create or change a webhook, or rotate its secret
         * @description The answer is the only one with the secret, which stays the same until `secretVersion` grows. Any change enables a webhook that was disabled. For the team's own servers.
         */
        put: operations["setWebhook"];
        post?: never;
        /**
         * Delete a webhook
         * @description For the team's own servers.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a webhook now
         * @description For the team's own servers.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/devices/{deviceId}/activities/{activityId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register the update token of a Live Activity
         * @description For app users, each as the `sub` of their token. Counts towards the rate `registrations` of the user.
         */
        put: operations["registerActivity"];
        post?: never;
        /**
         * Remove the update token of a Live Activity that has ended
         * @description For app users, each as the `sub` of their token.
         */
        delete: operations["removeActivity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a Live Activity on the phones of users
         * @description For the team's own servers.
         */
        post: operations["startActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activities/{activityId}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update a Live Activity on the phones of users
         * @description For the team's own servers.
         */
        post: operations["updateActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/activities/{activityId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a Live Activity on the phones of users
         * @description For the team's own servers.
         */
        post: operations["endActivity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/server/users/{userId}/pushes/{wantedId}/outcome": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what became of a push that your function sends
         * @description For the team's own servers.
         */
        post: operations["reportPushOutcome"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "call.ringing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.ringing */
        post: operations["onCallRinging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.answered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.answered */
        post: operations["onCallAnswered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.declined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.declined */
        post: operations["onCallDeclined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.busy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.busy */
        post: operations["onCallBusy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.cancelled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.cancelled */
        post: operations["onCallCancelled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.timedOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.timedOut */
        post: operations["onCallTimedOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.ended": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.ended */
        post: operations["onCallEnded"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.failed */
        post: operations["onCallFailed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "call.changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event call.changed */
        post: operations["onCallChanged"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event message.sent */
        post: operations["onMessageSent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "message.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event message.updated */
        post: operations["onMessageUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "receipt.delivered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event receipt.delivered */
        post: operations["onReceiptDelivered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "receipt.shown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event receipt.shown */
        post: operations["onReceiptShown"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "receipt.tapped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event receipt.tapped */
        post: operations["onReceiptTapped"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "receipt.callReported": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event receipt.callReported */
        post: operations["onReceiptCallReported"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "receipt.callReportNotRequired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event receipt.callReportNotRequired */
        post: operations["onReceiptCallReportNotRequired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "token.dropped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event token.dropped */
        post: operations["onTokenDropped"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "token.quarantined": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event token.quarantined */
        post: operations["onTokenQuarantined"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "token.repaired": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event token.repaired */
        post: operations["onTokenRepaired"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.erased": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event user.erased */
        post: operations["onUserErased"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "push.wanted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The event push.wanted */
        post: operations["onPushWanted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description Everything the app knows about its device. A registration replaces the previous one, with its tokens. */
        DeviceRegistration: {
            appId: string;
            /** @description Current tokens of the app. A kind that is left out no longer has a token. */
            tokens: {
                alert?: components["schemas"]["DeviceTokenInput"];
                voip?: components["schemas"]["DeviceTokenInput"];
                liveActivityStart?: components["schemas"]["DeviceTokenInput"];
                external?: {
                    token: string;
                };
            };
            /** @description Where the user must be online for this device to get no push. By default on any device. */
            quietWhenOnlineOn?: ("any" | "this") | ("phone" | "tablet" | "desktop" | "watch" | "web")[];
            platform?: string | null;
            locale?: string | null;
            timeZone?: string | null;
            /** @description ISO 3166 code of the territory where the device is. */
            territory?: string | null;
            /** @description What the user allows, such as `authorized` or `denied`. */
            permission?: string | null;
            appVersion?: string | null;
            osVersion?: string | null;
            kitVersion?: string | null;
        };
        DeviceRegistrationAsServer: {
            appId: string;
            tokens: {
                alert?: components["schemas"]["DeviceTokenInput"];
                voip?: components["schemas"]["DeviceTokenInput"];
                liveActivityStart?: components["schemas"]["DeviceTokenInput"];
                external?: {
                    token: string;
                };
            };
            quietWhenOnlineOn?: ("any" | "this") | ("phone" | "tablet" | "desktop" | "watch" | "web")[];
            platform?: string | null;
            locale?: string | null;
            timeZone?: string | null;
            territory?: string | null;
            permission?: string | null;
            appVersion?: string | null;
            osVersion?: string | null;
            kitVersion?: string | null;
            /** @default false */
            onlyIfNew?: boolean;
        };
        /** @description A token, as hex. */
        DeviceTokenInput: {
            token: string;
            /**
             * @description Which APNs host knows the token. `auto`: Ringpost finds out with the first push.
             * @default auto
             * @enum {string}
             */
            environment?: "production" | "development" | "auto";
        };
        /** @description Whether the app is in the foreground. */
        PresenceInput: {
            /** @enum {string} */
            state: "foreground" | "background";
            /**
             * @description The app repeats `foreground` within this time, or counts as in the background.
             * @default 120
             */
            ttlSeconds?: number;
            /** @description Sets the badge counter of the user. */
            unreadCount?: number;
            /** @description What the app's icon showed before, from a phone that counts by itself (`badge.mode: app`). If it differs from `unreadCount`, the badges of the user's other devices follow. */
            previousUnreadCount?: number;
        };
        /** @description Replaces the profile: a field that is left out becomes empty. */
        ProfileInput: {
            nickname?: string;
            avatarUrl?: string;
            locale?: string;
            timeZone?: string;
            receiveBroadcasts?: boolean;
            doNotDisturb?: components["schemas"]["DoNotDisturbInput"];
        };
        /** @description Quiet hours in the user's local time, and a snooze. */
        DoNotDisturbInput: {
            /** @description A window that ends before it starts goes over midnight. `days` are those on which it starts, by default all. */
            windows: {
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                start: string;
                end: string;
            }[];
            allowCalls?: boolean;
            allowMentions?: boolean;
            /**
             * Format: date-time
             * @description Until then it is quiet without a break.
             */
            until?: string;
        };
        /** @description How a user wants to be notified about a conversation: `level`, or `receive`, which is the older spelling. */
        ConversationSettingsInput: {
            /**
             * @description `all`, `mentions`: only mentions of the user. `silent`: without sound and banner. `none`: nothing is pushed.
             * @enum {string}
             */
            level?: "all" | "mentions" | "silent" | "none";
            /**
             * Format: date-time
             * @description When the settings end. From then on it is as if they had never been made.
             */
            until?: string;
            /**
             * @description `push` is level `all`. `none` is level `mentions` with `mentionsStillPush`, otherwise `none`.
             * @enum {string}
             */
            receive?: "push" | "silent" | "none";
            /** @description Whether a mention of the user is pushed as with level `all`. */
            mentionsStillPush?: boolean;
        };
        GroupInput: {
            name: string;
            /**
             * @description Who may mention `@all` in the group. By default every member.
             * @enum {string}
             */
            whoMentionsAll?: "everybody" | "owner";
            /**
             * @description Level of members who have set none of their own. By default `all`.
             * @enum {string}
             */
            defaultLevel?: "all" | "mentions" | "silent" | "none";
        };
        GroupMemberInput: {
            card?: string;
            /** @description Another name for `card`. */
            nameCard?: string;
        };
        UserTags: {
            tags: string[];
        };
        GroupAsServerInput: {
            name: string;
            ownerId?: string;
            /**
             * @description Who may mention `@all` in the group. By default every member.
             * @enum {string}
             */
            whoMentionsAll?: "everybody" | "owner";
            /**
             * @description Level of members who have set none of their own. By default `all`.
             * @enum {string}
             */
            defaultLevel?: "all" | "mentions" | "silent" | "none";
        };
        MemberChanges: {
            /** @default [] */
            add?: {
                userId: string;
                card?: string;
                /** @description Another name for `card`. */
                nameCard?: string;
            }[];
            /** @default [] */
            remove?: string[];
        };
        /** @description A message, its recipients, and how it is pushed to those who are offline. */
        SendMessageRequest: {
            /** @description Exactly one of `userId`, `userIds` and `groupId`. */
            to: {
                userId?: string;
                userIds?: string[];
                groupId?: string;
            };
            elements: components["schemas"]["MessageElement"][];
            /**
             * @description Whether the message is only for users who are online: nothing is pushed then.
             * @default false
             */
            onlineUserOnly?: boolean;
            /** @description User IDs, or `@all` for everybody whom the message goes to. A mention comes through where the user has muted the conversation but not mentions. */
            mentions?: string[];
            /** @default {} */
            offlinePush?: components["schemas"]["OfflinePush"];
        };
        /** @description The same as `SendMessageRequest`, on behalf of a user. */
        SendMessageAsUserRequest: {
            /** @description The user on whose behalf the message is sent. */
            from: string;
            /** @description Exactly one of `userId`, `userIds` and `groupId`. */
            to: {
                userId?: string;
                userIds?: string[];
                groupId?: string;
            };
            elements: components["schemas"]["MessageElement"][];
            /** @default false */
            onlineUserOnly?: boolean;
            mentions?: string[];
            /** @default {} */
            offlinePush?: components["schemas"]["OfflinePush"];
            /** @description Whether levels of conversations and quiet hours are passed over: for what must be noticed. */
            force?: boolean;
        };
        /** @description Up to ten messages. Each is checked by itself. */
        MessageBatchRequest: {
            messages: components["schemas"]["SendMessageAsUserRequest"][];
        };
        MessageElement: {
            /** @constant */
            type: "text";
            text: string;
        } | {
            /** @constant */
            type: "voice";
            url?: string;
            name?: string;
            sizeBytes?: number;
            durationSeconds?: number;
        } | {
            /** @constant */
            type: "file";
            url?: string;
            name?: string;
            sizeBytes?: number;
        } | {
            /** @constant */
            type: "image";
            url?: string;
            name?: string;
            sizeBytes?: number;
        } | {
            /** @constant */
            type: "custom";
            data?: unknown;
        };
        /** @description What the push says and does. Each setting has a default. */
        OfflinePush: {
            /** @description Name of a policy, whose settings apply where the message has none. */
            policyId?: string;
            disabled?: boolean;
            /** @enum {string} */
            pushType?: "alert" | "voip" | "background";
            /**
             * @description `always`: also to users who are online.
             * @enum {string}
             */
            pushWhen?: "offline" | "always";
            title?: string;
            subtitle?: string;
            /** @description Text of the push, instead of the text of the elements. */
            desc?: string;
            /** @description Texts by language tag. Each device gets those in its language. */
            texts?: {
                [key: string]: {
                    title?: string;
                    subtitle?: string;
                    desc?: string;
                    /** @description Another name for `desc`. */
                    body?: string;
                };
            };
            /** @description Values for `{{name}}` in texts. */
            variables?: {
                [key: string]: string;
            };
            titleLocKey?: string;
            titleLocArgs?: string[];
            subtitleLocKey?: string;
            subtitleLocArgs?: string[];
            locKey?: string;
            locArgs?: string[];
            /** @description Whether the push contains nothing of the message: the app fetches it. */
            contentFree?: boolean;
            /** @description Any JSON, passed to the app unchanged. */
            ext?: unknown;
            sound?: components["schemas"]["SoundInput"];
            badge?: components["schemas"]["Badge"];
            /** @enum {string} */
            interruptionLevel?: "passive" | "active" | "time-sensitive" | "critical";
            relevanceScore?: number;
            threadId?: string;
            category?: string;
            /** @description The sender's messages with the same one in the same conversation replace each other on the phone. */
            collapseId?: string;
            /** @description How long Apple stores the push for a phone that cannot be reached. */
            ttlSeconds?: number;
            /** @enum {string} */
            priority?: "high" | "normal" | "low";
            mutableContent?: boolean;
            image?: string;
            wakeInBackground?: boolean;
            communication?: boolean;
            /** @enum {string} */
            foreground?: "show" | "hide";
            voip?: {
                handle?: components["schemas"]["CallHandle"];
                callerName?: string;
                hasVideo?: boolean;
            };
            /** @description Another name for `desc`. */
            body?: string;
            /** @description Another name for `wakeInBackground`. */
            contentAvailable?: boolean;
        };
        SoundInput: string | {
            name: string;
            /** @default true */
            critical?: boolean;
            volume?: number;
        };
        /** @description What becomes of the number on the app's icon. */
        Badge: {
            /**
             * @description `increment`: the server counts. `app`: the phone counts, in the notification service extension. `set`: this number. `none`: it stays.
             * @enum {string}
             */
            mode: "none" | "set" | "increment" | "app";
            value?: number;
        };
        /**
         * @default {
         *       "mode": "withdraw"
         *     }
         */
        RecallRequest: {
            /**
             * @default withdraw
             * @enum {string}
             */
            mode?: "withdraw" | "replace";
        };
        /** @description The callees, and what their phones show. */
        StartCallRequest: {
            to: {
                userId?: string;
                userIds?: string[];
                groupId?: string;
            };
            /** @description A UUID chosen by the caller, for CallKit. Generated if left out. */
            callId?: string;
            handle?: components["schemas"]["CallHandle"];
            callerName?: string;
            /** @default false */
            hasVideo?: boolean;
            /**
             * @description How long it rings.
             * @default 60
             */
            timeoutSeconds?: number;
            supportsHolding?: boolean;
            supportsGrouping?: boolean;
            supportsUngrouping?: boolean;
            supportsDTMF?: boolean;
            ring?: string[];
            liveActivity?: boolean;
            /** @description Milliseconds since the caller tapped, when the request leaves the phone: by a clock that nobody sets. For the statistics of rings; it may differ when the request is repeated. */
            tapAgeMs?: number;
            /** @description Any JSON, passed to the app unchanged. */
            ext?: unknown;
        };
        /** @description The same as `StartCallRequest`, on behalf of a user. */
        StartCallAsUserRequest: {
            /** @description The user on whose behalf the call rings. */
            from: string;
            to: {
                userId?: string;
                userIds?: string[];
                groupId?: string;
            };
            callId?: string;
            handle?: components["schemas"]["CallHandle"];
            callerName?: string;
            /** @default false */
            hasVideo?: boolean;
            /** @default 60 */
            timeoutSeconds?: number;
            supportsHolding?: boolean;
            supportsGrouping?: boolean;
            supportsUngrouping?: boolean;
            supportsDTMF?: boolean;
            ring?: string[];
            liveActivity?: boolean;
            tapAgeMs?: number;
            ext?: unknown;
        };
        /** @description How CallKit shows the caller. A phone number is in E.164. */
        CallHandle: {
            /** @enum {string} */
            type: "generic" | "phoneNumber" | "emailAddress";
            value: string;
        };
        /**
         * @description The phone that acts.
         * @default {}
         */
        CallActionRequest: {
            /** @description Name it, so that the other phones of the user can report to CallKit that the call was answered elsewhere. */
            deviceId?: string;
        };
        UpdateCallRequest: {
            callerName?: string;
            handle?: components["schemas"]["CallHandle"];
            hasVideo?: boolean;
            deviceId?: string;
        };
        UpdateAnyCallRequest: {
            callerName?: string;
            handle?: components["schemas"]["CallHandle"];
            hasVideo?: boolean;
        };
        InviteToCallRequest: {
            userIds: string[];
            deviceId?: string;
            /** @default 60 */
            timeoutSeconds?: number;
        };
        ReceiptsRequest: {
            receipts: components["schemas"]["Receipt"][];
        };
        /** @description Report of the device that holds the ticket. */
        TicketReceiptRequest: {
            /**
             * @description With the ticket of a message `delivered`, `shown` or `tapped`; with that of a call `callReported` or `callReportNotRequired`.
             * @enum {string}
             */
            event: "delivered" | "shown" | "tapped" | "callReported" | "callReportNotRequired";
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @description Milliseconds since then, when the request leaves the phone: by a clock that nobody sets. */
            ageMs?: number;
        };
        Receipt: {
            messageId: string;
            deviceId: string;
            /** @enum {string} */
            event: "delivered" | "shown" | "tapped";
            /** Format: date-time */
            at: string;
            ageMs?: number;
        } | {
            callId: string;
            deviceId: string;
            /** @enum {string} */
            event: "callReported" | "callReportNotRequired";
            /** Format: date-time */
            at: string;
            ageMs?: number;
        };
        /** @description Either a label or `blocked`. */
        DirectoryNumberInput: {
            label?: string;
            /** @constant */
            blocked?: true;
        };
        ActivityChannelInput: {
            appId: string;
            /** @default false */
            storesLatest?: boolean;
        };
        ActivityUpdate: {
            /** @enum {string} */
            event: "update" | "end";
            contentState: Record<string, never>;
            /** Format: date-time */
            at?: string;
            /** Format: date-time */
            staleAt?: string;
            relevanceScore?: number;
            /**
             * @default 10
             * @enum {number}
             */
            priority?: 10 | 5;
            /** Format: date-time */
            dismissAt?: string;
            alert?: {
                title: string;
                body: string;
                sound?: string;
            };
            ttlSeconds?: number;
        };
        StartActivityRequest: {
            appId: string;
            to: {
                userId: string;
                deviceId?: string;
            } | {
                userIds: string[];
            } | {
                token: string;
                /** @enum {string} */
                environment?: "production" | "development";
            };
            activityId?: string;
            attributesType: string;
            /** @default {} */
            attributes?: Record<string, never>;
            contentState: Record<string, never>;
            /** Format: date-time */
            at?: string;
            /** Format: date-time */
            staleAt?: string;
            relevanceScore?: number;
            /**
             * @default 10
             * @enum {number}
             */
            priority?: 10 | 5;
            alert: {
                title: string;
                body: string;
                sound?: string;
            };
            channel?: string;
            ttlSeconds?: number;
        };
        UpdateActivityRequest: {
            appId: string;
            to: {
                userId: string;
                deviceId?: string;
            } | {
                userIds: string[];
            };
            contentState: Record<string, never>;
            /** Format: date-time */
            at?: string;
            /** Format: date-time */
            staleAt?: string;
            relevanceScore?: number;
            /**
             * @default 10
             * @enum {number}
             */
            priority?: 10 | 5;
            alert?: {
                title: string;
                body: string;
                sound?: string;
            };
            ttlSeconds?: number;
        };
        EndActivityRequest: {
            appId: string;
            to: {
                userId: string;
                deviceId?: string;
            } | {
                userIds: string[];
            };
            contentState: Record<string, never>;
            /** Format: date-time */
            at?: string;
            /** Format: date-time */
            staleAt?: string;
            relevanceScore?: number;
            /**
             * @default 10
             * @enum {number}
             */
            priority?: 10 | 5;
            alert?: {
                title: string;
                body: string;
                sound?: string;
            };
            ttlSeconds?: number;
            /** Format: date-time */
            dismissAt?: string;
        };
        PushRequest: {
            appId: string;
            to: {
                userId: string;
                deviceId?: string;
            } | {
                token: string;
                /** @enum {string} */
                environment?: "production" | "development";
            };
            /** @enum {string} */
            pushType: "alert" | "background" | "voip" | "complication" | "fileprovider" | "mdm" | "location" | "liveactivity" | "pushtotalk" | "widgets" | "controls";
            headers?: {
                /** @enum {number} */
                "apns-priority"?: 10 | 5 | 1;
                "apns-expiration"?: number;
                "apns-collapse-id"?: string;
                "apns-id"?: string;
            };
            payload: Record<string, never>;
        };
        PolicySettingsInput: {
            disabled?: boolean;
            /** @enum {string} */
            pushType?: "alert" | "voip" | "background";
            /** @enum {string} */
            pushWhen?: "offline" | "always";
            title?: string;
            subtitle?: string;
            desc?: string;
            texts?: {
                [key: string]: {
                    title?: string;
                    subtitle?: string;
                    desc?: string;
                    /** @description Another name for `desc`. */
                    body?: string;
                };
            };
            variables?: {
                [key: string]: string;
            };
            titleLocKey?: string;
            titleLocArgs?: string[];
            subtitleLocKey?: string;
            subtitleLocArgs?: string[];
            locKey?: string;
            locArgs?: string[];
            contentFree?: boolean;
            ext?: unknown;
            sound?: components["schemas"]["SoundInput"];
            badge?: components["schemas"]["Badge"];
            /** @enum {string} */
            interruptionLevel?: "passive" | "active" | "time-sensitive" | "critical";
            relevanceScore?: number;
            threadId?: string;
            category?: string;
            collapseId?: string;
            ttlSeconds?: number;
            /** @enum {string} */
            priority?: "high" | "normal" | "low";
            mutableContent?: boolean;
            image?: string;
            wakeInBackground?: boolean;
            communication?: boolean;
            /** @enum {string} */
            foreground?: "show" | "hide";
            voip?: {
                handle?: components["schemas"]["CallHandle"];
                callerName?: string;
                hasVideo?: boolean;
            };
            /** @description Another name for `desc`. */
            body?: string;
            /** @description Another name for `wakeInBackground`. */
            contentAvailable?: boolean;
            forUsers?: boolean;
        };
        PushOutcomeReport: {
            token: string;
            /** @enum {string} */
            outcome: "accepted" | "tokenDropped" | "failed";
            reason?: string;
            retry?: boolean;
            attempt?: number;
        };
        /** @description Settings of an app. A setting that is left out has its default. */
        AppSettings: {
            /**
             * @description How much users learn about how others were reached.
             * @enum {string}
             */
            outcomesForUsers?: "coarse" | "full";
            /**
             * @description Which users a user may message, call and add to groups.
             * @enum {string}
             */
            contacts?: "everybody" | "common_group" | "server_only";
            /** @description Settings of `offlinePush` that are not allowed in users' messages. */
            usersMayNotSet?: ("disabled" | "pushType" | "pushType.alert" | "pushType.voip" | "pushType.background" | "pushWhen" | "pushWhen.offline" | "pushWhen.always" | "policyId" | "title" | "subtitle" | "desc" | "texts" | "variables" | "titleLocKey" | "titleLocArgs" | "subtitleLocKey" | "subtitleLocArgs" | "locKey" | "locArgs" | "contentFree" | "ext" | "sound" | "sound.critical" | "sound.volume" | "badge" | "badge.none" | "badge.set" | "badge.increment" | "badge.app" | "interruptionLevel" | "interruptionLevel.passive" | "interruptionLevel.active" | "interruptionLevel.time-sensitive" | "interruptionLevel.critical" | "relevanceScore" | "threadId" | "category" | "collapseId" | "ttlSeconds" | "priority" | "priority.high" | "priority.normal" | "priority.low" | "mutableContent" | "image" | "wakeInBackground" | "communication" | "foreground" | "foreground.show" | "foreground.hide" | "voip" | "voip.handle" | "voip.callerName" | "voip.hasVideo")[];
            /** @description Hosts from which pushes may show pictures. */
            imageHosts?: string[];
            /** @description How many requests of each kind a user may send in a minute. */
            rates?: {
                messages?: number;
                calls?: number;
                groupAdditions?: number;
                registrations?: number;
                receipts?: number;
            };
            territoryRule?: {
                territories: string[];
                /** @enum {string} */
                instead: "alert" | "skip";
            };
            calls?: {
                voipTtlSeconds?: number;
                alertWhenRingFails?: boolean;
                alertRepeatSeconds?: number;
                pushWhenRingingStops?: boolean;
                missedCallAlert?: boolean;
                /** @enum {string} */
                reportGuard?: "auto" | "off";
                /** @enum {string} */
                ringInsurance?: "auto" | "off";
                groupCallActivity?: boolean;
            };
            /**
             * @description Who counts the badge of messages without a `badge` of their own: `server`, which is the default, or `app`, the phone.
             * @enum {string}
             */
            badges?: "server" | "app";
            /** @description Whether the badges of a user's other devices follow by a push. True if absent. */
            pushBadgeToOtherDevices?: boolean;
        };
        BroadcastRequest: {
            appId: string;
            audience: components["schemas"]["BroadcastAudience"];
            message: {
                elements?: components["schemas"]["MessageElement"][];
                offlinePush: components["schemas"]["OfflinePush"];
            };
            /** Format: date-time */
            sendAt?: string;
            respectQuietHours?: boolean;
            name?: string;
        };
        BroadcastAudience: {
            /** @constant */
            all: true;
        } | {
            tags: {
                any?: string[];
                all?: string[];
                none?: string[];
            };
        } | {
            userIds: string[];
        };
        WebhookInput: {
            url: string;
            events: ("*" | "call.*" | "message.*" | "receipt.*" | "token.*" | "user.*" | "push.*" | "call.ringing" | "call.answered" | "call.declined" | "call.busy" | "call.cancelled" | "call.timedOut" | "call.ended" | "call.failed" | "call.changed" | "message.sent" | "message.updated" | "receipt.delivered" | "receipt.shown" | "receipt.tapped" | "receipt.callReported" | "receipt.callReportNotRequired" | "token.dropped" | "token.quarantined" | "token.repaired" | "user.erased" | "push.wanted")[];
            secretVersion?: number;
        };
        Health: {
            /** @constant */
            status: "ok";
            stage: string;
            version: string;
        };
        Broadcast: {
            broadcastId: string;
            appId: string;
            name?: string;
            /** @enum {string} */
            state: "scheduled" | "running" | "stopped" | "finished";
            audience: {
                /** @constant */
                all: true;
            } | {
                tags: {
                    any?: string[];
                    all?: string[];
                    none?: string[];
                };
            } | {
                users: number;
            };
            counts: {
                devices: number;
                accepted: number;
                skipped: number;
                rejected: number;
                failed: number;
                retrying: number;
                waiting: number;
            };
            respectQuietHours: boolean;
            waitingUntil?: {
                first: components["schemas"]["Time"];
                last: components["schemas"]["Time"];
            };
            reasons: {
                [key: string]: number;
            };
            progress: number;
            estimatedDevices: number;
            createdAt: components["schemas"]["Time"];
            sendAt?: components["schemas"]["Time"];
            startedAt?: components["schemas"]["Time"];
            finishedAt?: components["schemas"]["Time"];
            recalledAt?: components["schemas"]["Time"];
            costUsd: number;
            costByUse: {
                [key: string]: number;
            };
            /** @enum {string} */
            stoppedBy?: "budget";
        };
        BroadcastList: {
            broadcasts: components["schemas"]["Broadcast"][];
            cursor?: string;
        };
        BroadcastStateAnswer: {
            broadcastId: string;
            /** @enum {string} */
            state: "scheduled" | "running" | "stopped" | "finished";
        };
        CallEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            callId: string;
            version: number;
            state: components["schemas"]["CallState"];
            from: string;
            groupId?: string;
            participants: {
                userId: string;
                state: components["schemas"]["CallState"];
                answeredOn?: string;
            }[];
            callerLeft: boolean;
            hasVideo: boolean;
            callerName: string;
            handle: components["schemas"]["CallHandle"];
            createdAt: components["schemas"]["Time"];
            expiresAt: components["schemas"]["Time"];
            endedBy?: string;
        };
        MessageEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            messageId: string;
            from: string;
            groupId?: string;
            recipientCount?: number;
            createdAt: components["schemas"]["Time"];
            summary: {
                accepted: number;
                skipped: number;
                rejected: number;
                failed: number;
                retrying: number;
                handedOver?: number;
            };
            timeline: {
                at: components["schemas"]["Time"];
                event: string;
                deviceId?: string;
                kind?: string;
                reason?: string;
            }[];
        };
        ReceiptEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            messageId?: string;
            callId?: string;
            userId: string;
            deviceId: string;
            reportedAt: components["schemas"]["Time"];
        };
        TokenEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            userId: string;
            deviceId: string;
            appId: string;
            kind: components["schemas"]["TokenKind"];
            /** @enum {string} */
            repair: "environment_changed" | "quarantined" | "dropped" | "restored" | "quarantine_lifted";
            environment?: components["schemas"]["ApnsEnvironment"];
            reason?: string;
        };
        UserEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            userId: string;
            erasureId: string;
            requestedAt: components["schemas"]["Time"];
            finishedAt: components["schemas"]["Time"];
            counts: {
                [key: string]: number;
            };
        };
        Webhook: {
            webhookId: string;
            url: string;
            events: string[];
            secretVersion: number;
            /** @enum {string} */
            state: "active" | "failing" | "disabled";
            createdAt: components["schemas"]["Time"];
            previousSecretUntil?: components["schemas"]["Time"];
            failingSince?: components["schemas"]["Time"];
            disabledAt?: components["schemas"]["Time"];
            /** @enum {string} */
            disabledBecause?: "gone" | "failing";
        };
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookWithSecret: {
            webhookId: string;
            url: string;
            events: string[];
            secretVersion: number;
            /** @enum {string} */
            state: "active" | "failing" | "disabled";
            createdAt: components["schemas"]["Time"];
            previousSecretUntil?: components["schemas"]["Time"];
            failingSince?: components["schemas"]["Time"];
            disabledAt?: components["schemas"]["Time"];
            /** @enum {string} */
            disabledBecause?: "gone" | "failing";
            secret: string;
        };
        WebhookTestResult: {
            delivered: boolean;
            status?: number;
            cause?: string;
            durationMs: number;
        };
        /** @description A device after its registration. */
        RegisteredDevice: {
            /** @description `<app ID>/<device ID>`: the ID by which a team looks up a device. */
            pushId: string;
            userId: string;
            deviceId: string;
            appId: string;
            tokens: {
                [key: string]: {
                    /** @enum {string} */
                    environment: "production" | "development" | "auto";
                    /** @enum {string} */
                    state: "unproven" | "proven" | "quarantined";
                };
            };
            /** @description Facts that could not be read and were left out. Absent if there are none. */
            ignored?: {
                path: string;
                message: string;
            }[];
        };
        DeviceList: {
            devices: components["schemas"]["Device"][];
        };
        /** @description A device of the user. Tokens are shortened. */
        Device: {
            pushId: string;
            deviceId: string;
            appId: string;
            tokens: {
                [key: string]: {
                    tokenStart: string;
                    /** @enum {string} */
                    environment: "production" | "development" | "auto";
                    /** @enum {string} */
                    state: "unproven" | "proven" | "quarantined";
                    registeredAt: components["schemas"]["Time"];
                };
            };
            activities?: {
                [key: string]: {
                    tokenStart: string;
                    /** @enum {string} */
                    environment: "production" | "development" | "auto";
                    registeredAt: components["schemas"]["Time"];
                };
            };
            /** @description Whether the app is open on this device now. */
            online: boolean;
            /** @description The last five changes that Ringpost made to the tokens because of Apple's answers, oldest first. */
            repairs?: components["schemas"]["TokenRepair"][];
            /** @description Calls ring as alerts, because the app did not report earlier ones to CallKit. Ends when the app is opened. */
            reportGuard?: boolean;
            registeredAt: components["schemas"]["Time"];
            /** @enum {string} */
            platform?: "phone" | "tablet" | "desktop" | "watch" | "web";
            quietWhenOnlineOn?: ("any" | "this") | ("phone" | "tablet" | "desktop" | "watch" | "web")[];
            locale?: string;
            timeZone?: string;
            territory?: string;
            permission?: string;
            appVersion?: string;
            osVersion?: string;
            kitVersion?: string;
        };
        /** @description What Ringpost did about a token because of Apple's answer. */
        TokenRepair: {
            at: components["schemas"]["Time"];
            kind: components["schemas"]["TokenKind"];
            /** @enum {string} */
            repair: "environment_changed" | "quarantined" | "dropped" | "restored" | "quarantine_lifted";
            environment?: components["schemas"]["ApnsEnvironment"];
            reason?: string;
        };
        Presence: {
            deviceId: string;
            /** @enum {string} */
            state: "foreground" | "background";
            until: components["schemas"]["Time"];
        };
        /** @description What a user shows to others, and how the user wants to be reached. */
        Profile: {
            nickname?: string;
            avatarUrl?: string;
            locale?: string;
            timeZone?: string;
            receiveBroadcasts?: boolean;
            doNotDisturb?: components["schemas"]["DoNotDisturb"];
        };
        /** @description Quiet hours in the user's local time, and a snooze. */
        DoNotDisturb: {
            /** @description A window that ends before it starts goes over midnight. `days` are those on which it starts, by default all. */
            windows: {
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                start: string;
                end: string;
            }[];
            allowCalls?: boolean;
            allowMentions?: boolean;
            /** @description Until then it is quiet without a break. */
            until?: components["schemas"]["Time"];
        };
        /** @description How a user is notified about a conversation now, in both spellings. */
        ConversationSettings: {
            /**
             * @description `all`, `mentions`: only mentions of the user. `silent`: without sound and banner. `none`: nothing is pushed.
             * @enum {string}
             */
            level: "all" | "mentions" | "silent" | "none";
            /** @description When the settings end. */
            until?: components["schemas"]["Time"];
            /**
             * @description The older spelling.
             * @enum {string}
             */
            receive: "push" | "silent" | "none";
            /** @description Whether a mention of the user is pushed as with level `all`. */
            mentionsStillPush?: boolean;
        };
        BlockList: {
            blocks: {
                userId: string;
            }[];
            cursor?: string;
        };
        /** @description A group and its owner. */
        Group: {
            groupId: string;
            name: string;
            ownerId?: string;
            memberCount: number;
            /**
             * @description Who may mention `@all` in the group. By default every member.
             * @enum {string}
             */
            whoMentionsAll?: "everybody" | "owner";
            /**
             * @description Level of members who have set none of their own. By default `all`.
             * @enum {string}
             */
            defaultLevel?: "all" | "mentions" | "silent" | "none";
        };
        /** @description A member of a group. */
        GroupMember: {
            userId: string;
            /** @description The member's name in this group. */
            card?: string;
        };
        GroupMemberList: {
            members: components["schemas"]["GroupMember"][];
            cursor?: string;
        };
        SendMessageAnswer: components["schemas"]["SentMessage"] | components["schemas"]["MessageExplanation"];
        /** @description Immediate outcomes of a send. An explanation has no `messageId`. */
        SentMessage: {
            messageId: string;
            /** @description One outcome for each target. Empty for a large group, which a worker finishes. */
            targets: components["schemas"]["TargetOutcome"][];
            summary: components["schemas"]["OutcomeSummary"];
        };
        /** @description One result for each message. */
        MessageBatchAnswer: {
            /** @description In the order of the messages. */
            results: components["schemas"]["MessageBatchResult"][];
        };
        /** @description What `POST /v1/server/messages` would answer for one message. */
        MessageBatchResult: {
            /** @description The status of that answer, such as 200, 202 or 400. */
            status: number;
            /** @description The body of that answer: problem details if the message is rejected. */
            body: components["schemas"]["SentMessage"] | components["schemas"]["MessageExplanation"] | components["schemas"]["Problem"];
        };
        /** @description What a send would do. Nothing was sent, written or counted. */
        MessageExplanation: {
            targets: components["schemas"]["ExplainedTarget"][];
            summary: {
                push: number;
                skip: number;
            };
            cost: components["schemas"]["Cost"];
            /** @description Whether every target is listed: a large group is truncated. */
            isComplete: boolean;
        };
        /** @description What would happen to one target. */
        ExplainedTarget: {
            userId: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            /** @enum {string} */
            decision: "push" | "skip";
            /** @description The first rule that applied: why it is pushed or not. */
            rule: string;
            appId?: string;
            /** @enum {string} */
            environment?: "production" | "development" | "auto";
            /** @description Keys are APNs' own names. */
            headers?: {
                [key: string]: string;
            };
            payload?: unknown;
            /** @constant */
            event?: "push.wanted";
            /** @description Size of the payload in bytes. */
            bytes?: number;
            /** @description Whether the text was shortened to fit. */
            truncated?: boolean;
            readonly notes?: ("permission_denied" | "ext_omitted" | "forced")[];
            cost: components["schemas"]["Cost"];
        };
        /** @description AWS usage of a request, and its list price. */
        Cost: {
            units: {
                apiRequests: number;
                functionRequests: number;
                functionGbSeconds: number;
                queueRequests: number;
                tableReads: number;
                tableWrites: number;
                logBytes: number;
                egressBytes: number;
            };
            dollars: number;
        };
        /** @description How many targets have each outcome. */
        OutcomeSummary: {
            /** @description Pushes that Apple has accepted. */
            accepted: number;
            skipped: number;
            rejected: number;
            failed: number;
            /** @description Targets that are still on their way. */
            retrying: number;
            handedOver?: number;
        };
        /** @description Outcome of one target. */
        TargetOutcome: {
            userId: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            /**
             * @description `not_pushed` is all that a user learns if the app keeps outcomes coarse.
             * @enum {string}
             */
            outcome: "accepted" | "skipped" | "rejected" | "failed" | "retrying" | "handedOver" | "not_pushed";
            /** @description Ringpost's own reason, or Apple's. */
            reason?: string;
            apnsId?: string;
            environment?: components["schemas"]["ApnsEnvironment"];
            status?: number;
            /**
             * @description What is missing if no credential fits.
             * @enum {string}
             */
            gap?: "none_stored" | "environment" | "topic" | "token_key" | "expired";
            /**
             * @description What was done about the token because of Apple's answer.
             * @enum {string}
             */
            repair?: "environment_changed" | "quarantined" | "dropped" | "refusal_outdated" | "refusal_doubted";
            readonly notes?: ("permission_denied" | "ext_omitted" | "forced")[];
        };
        /** @description Outcomes of a message so far. */
        MessageReport: {
            messageId: string;
            from: string;
            to: string[];
            groupId?: string;
            createdAt: components["schemas"]["Time"];
            recalledAt?: components["schemas"]["Time"];
            /** @description For a large group, those that failed or are still on their way. */
            targets: components["schemas"]["TargetOutcome"][];
            summary: components["schemas"]["OutcomeSummary"];
            /** @description How often each reason occurred, such as `skipped/no_device`. */
            reasons: {
                [key: string]: number;
            };
            /** @description How many devices have reported it. */
            receipts: {
                delivered: number;
                shown: number;
                tapped: number;
            };
            timeline: components["schemas"]["MessageEvent"][];
        };
        MessageEvent: {
            at: components["schemas"]["Time"];
            event: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            reason?: string;
        };
        /** @description Outcomes of a message so far, and why phones have not reported it. */
        MessageReportAsServer: {
            messageId: string;
            from: string;
            to: string[];
            groupId?: string;
            createdAt: components["schemas"]["Time"];
            recalledAt?: components["schemas"]["Time"];
            targets: components["schemas"]["TargetOutcome"][];
            summary: components["schemas"]["OutcomeSummary"];
            reasons: {
                [key: string]: number;
            };
            receipts: {
                delivered: number;
                shown: number;
                tapped: number;
            };
            timeline: components["schemas"]["MessageEvent"][];
            /** @description A verdict on each listed target without a receipt: up to 100. */
            silence: components["schemas"]["SilentTarget"][];
            /** @description With `userId`: what decided on this recipient when the message was sent, decided again. */
            replay?: components["schemas"]["Replay"];
        };
        /** @description Today's rules, applied to what was kept when a message was sent. */
        Replay: {
            userId: string;
            /**
             * @description Why nothing can be decided again: `not_kept`, nothing that decided is stored; `not_decided`, it is, and the user is not in it.
             * @enum {string}
             */
            gap?: "not_kept" | "not_decided";
            targets: components["schemas"]["ReplayedTarget"][];
        };
        /** @description One phone, or the user as a whole. */
        ReplayedTarget: {
            userId: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            /** @enum {string} */
            decision: "push" | "skip";
            /** @description Why it is pushed or not. */
            rule: string;
            /** @description What happened. Absent if it is not listed. */
            outcome?: string;
            reason?: string;
            /**
             * @description `same`, `different`, `later` if a retry decided once more, or `unknown` if the outcome is not listed.
             * @enum {string}
             */
            agreement: "same" | "different" | "later" | "unknown";
        };
        /** @description A call, and why phones have not reported it. */
        CallAsServer: {
            callId: string;
            state: components["schemas"]["CallState"];
            from: string;
            groupId?: string;
            hasVideo: boolean;
            callerName?: string;
            handle?: components["schemas"]["CallHandle"];
            participants: components["schemas"]["CallParticipant"][];
            createdAt: components["schemas"]["Time"];
            expiresAt: components["schemas"]["Time"];
            endedReason?: number;
            /** @enum {string} */
            endedReasonName?: "failed" | "remoteEnded" | "unanswered" | "answeredElsewhere" | "declinedElsewhere";
            targets?: components["schemas"]["TargetOutcome"][];
            timeline?: components["schemas"]["CallEvent"][];
            /** @description A verdict on each target without a report. */
            silence: components["schemas"]["SilentTarget"][];
        };
        /** @description The likeliest cause of a silence, from stored facts. */
        SilentTarget: {
            userId: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            /** @enum {string} */
            cause: "on_its_way" | "handed_over" | "muted" | "quiet_hours" | "app_open" | "blocked" | "report_guard" | "no_device" | "no_token" | "token_quarantined" | "not_pushed" | "rejected" | "failed" | "too_early" | "takes_no_receipts" | "no_extension" | "permission_off" | "app_removed" | "device_gone" | "replaced" | "recalled" | "expired" | "low_priority" | "not_woken" | "not_opened_since_token" | "phone_away" | "phone_unreachable" | "ended_at_once" | "app_does_not_report" | "unknown";
            /**
             * @description `certain`, `likely`, `possible`, or `unknown` if nothing that is stored explains it.
             * @enum {string}
             */
            confidence: "certain" | "likely" | "possible" | "unknown";
            /** @description Facts on which the verdict rests, with the time for which each holds. */
            evidence: {
                fact: string;
                at?: components["schemas"]["Time"];
            }[];
        };
        RecalledMessage: {
            messageId: string;
            recalledAt: components["schemas"]["Time"];
            targets: components["schemas"]["TargetOutcome"][];
            summary: components["schemas"]["OutcomeSummary"];
        };
        /** @description A call as the asking user sees it. */
        Call: {
            callId: string;
            state: components["schemas"]["CallState"];
            /** @description The caller. */
            from: string;
            groupId?: string;
            hasVideo: boolean;
            callerName?: string;
            handle?: components["schemas"]["CallHandle"];
            participants: components["schemas"]["CallParticipant"][];
            createdAt: components["schemas"]["Time"];
            /** @description When the ringing ends. */
            expiresAt: components["schemas"]["Time"];
            /** @description CXCallEndedReason for the asking device. */
            endedReason?: number;
            /** @enum {string} */
            endedReasonName?: "failed" | "remoteEnded" | "unanswered" | "answeredElsewhere" | "declinedElsewhere";
            /** @description Outcomes of the pushes. For the caller only. */
            targets?: components["schemas"]["TargetOutcome"][];
            /** @description What happened, oldest first. For the caller only. */
            timeline?: components["schemas"]["CallEvent"][];
        };
        /** @description What a call would do. Nothing rang, and nothing was written. */
        CallExplanation: {
            targets: components["schemas"]["ExplainedRing"][];
            summary: {
                push: number;
                skip: number;
            };
            cost: components["schemas"]["Cost"];
            /** @description Whether every target is listed. */
            isComplete: boolean;
        };
        /** @description What would happen to one phone. A phone that would ring by an alert has two: one for the VoIP push. */
        ExplainedRing: {
            userId: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            /** @enum {string} */
            decision: "push" | "skip";
            /** @description The first rule that applied: why it rings or not. */
            rule: string;
            appId?: string;
            /** @enum {string} */
            environment?: "production" | "development" | "auto";
            /** @description Keys are APNs' own names. */
            headers?: {
                [key: string]: string;
            };
            /** @description As the phone would get it, but `ticket` is not valid. */
            payload?: unknown;
            /** @constant */
            event?: "push.wanted";
            /** @description Size of the payload in bytes. */
            bytes?: number;
            /** @description Whether `ext` or a text was shortened to fit an alert. */
            truncated?: boolean;
            /** @description `ring_insurance`: an alert follows if the phone does not report the ring in time. */
            readonly notes?: ("permission_denied" | "ext_omitted" | "forced" | "ring_insurance")[];
            cost: components["schemas"]["Cost"];
        };
        /** @enum {string} */
        CallState: "ringing" | "answered" | "declined" | "busy" | "cancelled" | "timedOut" | "ended" | "failed";
        CallParticipant: {
            userId: string;
            state: components["schemas"]["CallState"];
        };
        /** @description One event of a call. */
        CallEvent: {
            at: components["schemas"]["Time"];
            event: string;
            userId?: string;
            deviceId?: string;
            kind?: components["schemas"]["TokenKind"];
            reason?: string;
            /** @description How often an alert was repeated. `at` is then the time of the last one. */
            count?: number;
        };
        /** @description Calls of the user, newest first. */
        CallList: {
            calls: components["schemas"]["Call"][];
            /** @description Cursor of the next page. Absent on the last one. */
            cursor?: string;
        };
        /** @description State of a ring, for the phone that holds its ticket. */
        Ring: {
            callId: string;
            state: components["schemas"]["CallState"];
            endedReason?: number;
            /** @enum {string} */
            endedReasonName?: "failed" | "remoteEnded" | "unanswered" | "answeredElsewhere" | "declinedElsewhere";
            callerName?: string;
            handle?: components["schemas"]["CallHandle"];
            hasVideo?: boolean;
        };
        /** @description Results of the receipts. */
        RecordedReceipts: {
            recorded: number;
            /** @description IDs of messages that were not for the user, and of calls that did not ring this device. */
            unknown: string[];
        };
        /** @description Result of the report. */
        RecordedReceipt: {
            /** @description 1, or 0 if too many of the user's devices have reported the message. */
            recorded: number;
        };
        /** @description Numbers in E.164 without `+`, ascending, each once: as a Call Directory extension passes them to iOS. */
        CallDirectory: {
            blocking: {
                add: string[];
                remove: string[];
            };
            identification: {
                add: {
                    number: string;
                    label: string;
                }[];
                remove: string[];
            };
            /** @description Send it as `since` next time. */
            cursor: string;
            /** @description Whether these are changes since the cursor. If not, this is the whole list. */
            incremental: boolean;
        };
        DirectoryNumber: {
            number: string;
            label?: string;
            /** @constant */
            blocked?: true;
        };
        PolicyList: {
            policies: {
                policyId: string;
            }[];
        };
        Policy: {
            policyId: string;
            settings: components["schemas"]["PolicySettings"];
        };
        PolicySettings: {
            disabled?: boolean;
            /** @enum {string} */
            pushType?: "alert" | "voip" | "background";
            /** @enum {string} */
            pushWhen?: "offline" | "always";
            title?: string;
            subtitle?: string;
            desc?: string;
            texts?: {
                [key: string]: {
                    title?: string;
                    subtitle?: string;
                    desc?: string;
                };
            };
            variables?: {
                [key: string]: string;
            };
            titleLocKey?: string;
            titleLocArgs?: string[];
            subtitleLocKey?: string;
            subtitleLocArgs?: string[];
            locKey?: string;
            locArgs?: string[];
            contentFree?: boolean;
            ext?: unknown;
            sound?: components["schemas"]["Sound"];
            badge?: components["schemas"]["Badge"];
            /** @enum {string} */
            interruptionLevel?: "passive" | "active" | "time-sensitive" | "critical";
            relevanceScore?: number;
            threadId?: string;
            category?: string;
            collapseId?: string;
            ttlSeconds?: number;
            /** @enum {string} */
            priority?: "high" | "normal" | "low";
            mutableContent?: boolean;
            image?: string;
            wakeInBackground?: boolean;
            communication?: boolean;
            /** @enum {string} */
            foreground?: "show" | "hide";
            voip?: {
                handle?: components["schemas"]["CallHandle"];
                callerName?: string;
                hasVideo?: boolean;
            };
            forUsers?: boolean;
        };
        Sound: string | {
            name: string;
            /** @default true */
            critical: boolean;
            volume?: number;
        };
        AppList: {
            apps: {
                appId: string;
            }[];
        };
        App: {
            appId: string;
            settings: components["schemas"]["AppSettings"];
        };
        /** @description A user as the team sees them: every device, and whether a message and a call would reach it. */
        User: {
            userId: string;
            online: boolean;
            profile: components["schemas"]["Profile"];
            devices: {
                pushId: string;
                deviceId: string;
                appId: string;
                tokens: {
                    [key: string]: {
                        tokenStart: string;
                        /** @enum {string} */
                        environment: "production" | "development" | "auto";
                        /** @enum {string} */
                        state: "unproven" | "proven" | "quarantined";
                        registeredAt: components["schemas"]["Time"];
                    };
                };
                activities?: {
                    [key: string]: {
                        tokenStart: string;
                        /** @enum {string} */
                        environment: "production" | "development" | "auto";
                        registeredAt: components["schemas"]["Time"];
                    };
                };
                online: boolean;
                repairs?: components["schemas"]["TokenRepair"][];
                reportGuard?: boolean;
                registeredAt: components["schemas"]["Time"];
                /** @enum {string} */
                platform?: "phone" | "tablet" | "desktop" | "watch" | "web";
                quietWhenOnlineOn?: ("any" | "this") | ("phone" | "tablet" | "desktop" | "watch" | "web")[];
                locale?: string;
                timeZone?: string;
                territory?: string;
                permission?: string;
                appVersion?: string;
                osVersion?: string;
                kitVersion?: string;
                message: {
                    /** @enum {string} */
                    decision: "push" | "skip";
                    rule: string;
                };
                call: {
                    /** @enum {string} */
                    way: "voip" | "alert" | "none";
                    rule?: string;
                };
            }[];
        };
        UserExport: {
            userId: string;
            exportedAt: components["schemas"]["Time"];
            profile?: components["schemas"]["Profile"];
            devices: components["schemas"]["ExportedDevice"][];
            tags: string[];
            badges: {
                appId: string;
                badge: number;
            }[];
            conversations: {
                /** @enum {string} */
                level: "all" | "mentions" | "silent" | "none";
                until?: components["schemas"]["Time"];
                /** @enum {string} */
                receive: "push" | "silent" | "none";
                mentionsStillPush?: boolean;
                conversationId: string;
            }[];
            blocks: {
                userId: string;
            }[];
            handedOverPushes: {
                wantedId: string;
                deviceId: string;
                appId: string;
                attempt: number;
                payload: {
                    [key: string]: unknown;
                };
            }[];
            groups: components["schemas"]["ExportedGroup"][];
            calls: components["schemas"]["Call"][];
            callDirectory: {
                label?: string;
                /** @constant */
                blocked?: true;
                number: string;
            }[];
            callDirectoryChanges: {
                number: string;
                version: number;
                before?: {
                    label?: string;
                    /** @constant */
                    blocked?: true;
                };
                after?: {
                    label?: string;
                    /** @constant */
                    blocked?: true;
                };
            }[];
            callDirectoryTerritories: string[];
            retained: {
                what: string;
                keptFor: string;
            }[];
            cursor?: string;
        };
        Erasure: {
            erasureId: string;
            /** @enum {string} */
            state: "running" | "finished";
            requestedAt: components["schemas"]["Time"];
            finishedAt?: components["schemas"]["Time"];
            counts: {
                [key: string]: number;
            };
        };
        ExportedDevice: {
            deviceId: string;
            appId: string;
            repairs?: {
                at: components["schemas"]["Time"];
                kind: components["schemas"]["TokenKind"];
                /** @enum {string} */
                repair: "environment_changed" | "quarantined" | "dropped" | "restored" | "quarantine_lifted";
                environment?: components["schemas"]["ApnsEnvironment"];
                reason?: string;
                diedAt?: components["schemas"]["Time"];
            }[];
            registeredAt: components["schemas"]["Time"];
            /** @enum {string} */
            platform?: "phone" | "tablet" | "desktop" | "watch" | "web";
            quietWhenOnlineOn?: ("any" | "this") | ("phone" | "tablet" | "desktop" | "watch" | "web")[];
            locale?: string;
            timeZone?: string;
            territory?: string;
            permission?: string;
            appVersion?: string;
            osVersion?: string;
            kitVersion?: string;
            tokens: {
                [key: string]: {
                    token: string;
                    /** @enum {string} */
                    environment: "production" | "development" | "auto";
                    /** @enum {string} */
                    state: "unproven" | "proven" | "quarantined";
                    registeredAt: components["schemas"]["Time"];
                };
            };
            activities?: {
                [key: string]: {
                    token: string;
                    /** @enum {string} */
                    environment: "production" | "development" | "auto";
                    registeredAt: components["schemas"]["Time"];
                };
            };
            presence?: {
                /** @enum {string} */
                state: "foreground" | "background";
                at?: components["schemas"]["Time"];
                until: components["schemas"]["Time"];
            };
            permissionSince?: components["schemas"]["Time"];
            reports?: {
                missedReports?: string[];
                missedCallers?: string[];
                missedReportVersion?: string;
                reportingVersion?: string;
                missedReportAt?: components["schemas"]["Time"];
                missedRangAt?: components["schemas"]["Time"];
                settledUntil?: components["schemas"]["Time"];
                receiptAt?: components["schemas"]["Time"];
            };
        };
        ExportedGroup: {
            groupId: string;
            name?: string;
            isOwner?: boolean;
            card?: string;
        };
        ActivityChannel: {
            name: string;
            appId: string;
            storesLatest: boolean;
            channelIds: {
                production?: string;
                development?: string;
            };
        };
        ActivityChannelList: {
            channels: components["schemas"]["ActivityChannel"][];
        };
        ActivityChannelResult: {
            name: string;
            appId: string;
            storesLatest: boolean;
            channelIds: {
                production?: string;
                development?: string;
            };
            hosts: {
                environment: components["schemas"]["ApnsEnvironment"];
                /** @enum {string} */
                outcome: "accepted" | "rejected" | "failed";
                reason?: string;
                status?: number;
            }[];
        };
        ActivityOutcomes: {
            activityId: string;
            targets: {
                userId?: string;
                deviceId?: string;
                kind?: components["schemas"]["TokenKind"];
                /** @enum {string} */
                outcome: "accepted" | "skipped" | "rejected" | "failed" | "retrying" | "handedOver" | "not_pushed";
                reason?: string;
                apnsId?: string;
                environment?: components["schemas"]["ApnsEnvironment"];
                status?: number;
                /** @enum {string} */
                gap?: "none_stored" | "environment" | "topic" | "token_key" | "expired";
                /** @enum {string} */
                repair?: "environment_changed" | "quarantined" | "dropped" | "refusal_outdated" | "refusal_doubted";
                readonly notes?: ("permission_denied" | "ext_omitted" | "forced")[];
            }[];
            summary: components["schemas"]["OutcomeSummary"];
        };
        ActivityUpdateResult: {
            hosts: {
                environment: components["schemas"]["ApnsEnvironment"];
                /** @enum {string} */
                outcome: "accepted" | "rejected" | "failed";
                reason?: string;
                status?: number;
            }[];
        };
        RecordedPushOutcome: {
            wantedId: string;
            attempt: number;
            /** @enum {string} */
            outcome: "accepted" | "rejected" | "failed" | "retrying";
            reason?: string;
            /** @enum {string} */
            repair?: "dropped" | "refusal_outdated";
        };
        PushEventData: {
            eventId: string;
            at: components["schemas"]["Time"];
            wantedId: string;
            attempt: number;
            /** @enum {string} */
            purpose: "message" | "recall" | "ring" | "ringEnded" | "missedCall";
            messageId?: string;
            callId?: string;
            userId: string;
            deviceId: string;
            appId: string;
            token: string;
            title?: string;
            subtitle?: string;
            body?: string;
            titleLocKey?: string;
            readonly titleLocArgs?: string[];
            bodyLocKey?: string;
            readonly bodyLocArgs?: string[];
            sound?: string;
            badge?: number;
            image?: string;
            threadId?: string;
            category?: string;
            interruptionLevel?: string;
            collapseId?: string;
            data: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            priority: "high" | "normal";
            expiresAt: components["schemas"]["Time"];
        };
        PushResult: {
            targets: {
                userId?: string;
                deviceId?: string;
                kind?: components["schemas"]["TokenKind"];
                /** @enum {string} */
                outcome: "accepted" | "skipped" | "rejected" | "failed" | "retrying" | "handedOver" | "not_pushed";
                reason?: string;
                apnsId?: string;
                environment?: components["schemas"]["ApnsEnvironment"];
                status?: number;
                /** @enum {string} */
                gap?: "none_stored" | "environment" | "topic" | "token_key" | "expired";
                /** @enum {string} */
                repair?: "environment_changed" | "quarantined" | "dropped" | "refusal_outdated" | "refusal_doubted";
                readonly notes?: ("permission_denied" | "ext_omitted" | "forced")[];
            }[];
            summary: components["schemas"]["OutcomeSummary"];
        };
        /** @description Counts by day (UTC) and app, oldest first. */
        Statistics: {
            days: {
                /** Format: date */
                day: string;
                appId: string;
                sent: number;
                accepted: number;
                skipped: number;
                rejected: number;
                failed: number;
                delivered: number;
                shown: number;
                tapped: number;
                rings: number;
                ringsUnreported: number;
            }[];
            phones: {
                appId: string;
                value: string;
                messages: {
                    accepted: number;
                    reported: number;
                    lostPercent?: number;
                    p50Ms?: number;
                    p99Ms?: number;
                    shown: number;
                    tapped: number;
                    refused: {
                        reason: string;
                        count: number;
                    }[];
                };
                rings: {
                    accepted: number;
                    reported: number;
                    lostPercent?: number;
                    p50Ms?: number;
                    p99Ms?: number;
                    timed: number;
                    callees: number;
                    unreported: number;
                    unreportedPercent?: number;
                };
                worseThan?: {
                    /** @enum {string} */
                    what: "rings" | "messages";
                    version: string;
                    lostPercent: number;
                } | {
                    /** @constant */
                    what: "ringTimes";
                    version: string;
                    p50Ms: number;
                    p99Ms: number;
                };
            }[];
            apple: {
                /** Format: date */
                day: string;
                appId: string;
                accepted: number;
                appleLeast: number;
                appleMost: number;
                difference: number;
                rounding: number;
                /** @enum {string} */
                verdict: "agrees" | "apple_fewer" | "apple_more";
                isFinal: boolean;
                counts: {
                    pushType: string;
                    status: string;
                    count: number;
                    reason?: string;
                }[];
            }[];
            month: {
                month: string;
                costUsd: number;
                costByUse: {
                    [key: string]: number;
                };
                forecastUsd: number;
                budgetUsd?: number;
            };
        };
        /** Format: date-time */
        Time: string;
        /** @enum {string} */
        TokenKind: "alert" | "voip" | "liveActivityStart" | "external";
        /** @enum {string} */
        ApnsEnvironment: "production" | "development";
        /**
         * @description RFC 9457 problem details: what went wrong, and what the caller can do about it.
         * @example {
         *       "type": "https://ringpost.dev/problems/unknown_device",
         *       "title": "Unknown device",
         *       "status": 404,
         *       "code": "unknown_device",
         *       "detail": "You do not have a device 3f2c9a40.",
         *       "fix": "Register the device with PUT /v1/devices/{deviceId} first, as the same user."
         *     }
         */
        Problem: {
            /**
             * Format: uri
             * @description A URI that ends with `code`.
             */
            type: string;
            /** @description What went wrong, in general. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description Stable name of the problem: programs may branch on it. */
            code: string;
            /** @description What went wrong this time. */
            detail: string;
            /** @description What the caller can do about it. */
            fix: string;
            /** @description The fields that are wrong. */
            errors?: {
                /** @description JSON Pointer into the body (RFC 6901), or a parameter such as `path.deviceId`. */
                path: string;
                /** @description What the value must be. Continues the path. */
                message: string;
            }[];
            /** @description State of the call, with the codes about calls. */
            state?: components["schemas"]["CallState"];
            /** @description The call to answer, with `glare`. */
            callId?: string;
            /** @description When to retry, in seconds. Also in `Retry-After`. */
            retryAfterSeconds?: number;
        };
        /**
         * @description An answer of API Gateway itself, with the status as its only code.
         * @example {
         *       "message": "Unauthorized"
         *     }
         */
        GatewayError: {
            /** @description Such as `Unauthorized`. */
            message: string;
        };
    };
    responses: {
        /** @description `headers_too_large`: Request line and headers have more than 10,240 bytes. */
        HeadersTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "headers_too_large";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /**
         * @description `unauthenticated`: No valid JWT.
         *
         *     `token_expired`: The JWT has expired (the lab only).
         */
        UnauthenticatedOrTokenExpired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unauthenticated" | "token_expired";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `insufficient_scope`: The JWT lacks the scope that the stage requires. */
        InsufficientScope: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "insufficient_scope";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `device_app`: Device belongs to another app. Use one deviceId for each installation of each app, for example one that the app generates on first launch. */
        DeviceApp: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "device_app";
                };
            };
        };
        /** @description `payload_too_large`: The body has more than 256 KB. */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "payload_too_large";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `rate_limited`: Too many requests. Send the request again after the seconds in Retry-After. This limit does not apply to your server, which signs its requests. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rate_limited";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `invalid_request`: `errors` names the fields that are wrong. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_request";
                };
            };
        };
        /** @description `unknown_device`: Unknown device. Register the device with PUT /v1/devices/{deviceId} first, as the same user. */
        UnknownDevice: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_device";
                };
            };
        };
        /**
         * @description `invalid_request`: `errors` names the fields that are wrong.
         *
         *     `invalid_json`: The body is not one JSON value in UTF-8.
         */
        InvalidRequestOrInvalidJson: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_request" | "invalid_json";
                };
            };
        };
        /**
         * @description `unknown_group`: Unknown group. Name a group that you are a member of, or create it with PUT /v1/groups/{groupId}.
         *
         *     `unknown_policy`: Unknown policy. Create the policy with PUT /v1/server/policies/{policyId}, or send the settings themselves in offlinePush.
         */
        UnknownGroupOrUnknownPolicy: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_group" | "unknown_policy";
                };
            };
        };
        /** @description `idempotency_in_progress`: Request in progress. After the seconds in Retry-After, send the same request with the same key again to get its answer. */
        IdempotencyInProgress: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_in_progress";
                };
            };
        };
        /** @description `idempotency_key_reused`: Idempotency-Key already used. Send a new key with each new request. Only an exact repetition may have the key of an earlier request. */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "idempotency_key_reused";
                };
            };
        };
        /** @description `unknown_message`: Unknown message. Use a messageId that POST /v1/messages returned to the same user. Messages are kept for 30 days. */
        UnknownMessage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_message";
                };
            };
        };
        /**
         * @description `unknown_group`: Unknown group. Name a group that you are a member of, or create it with PUT /v1/groups/{groupId}.
         *
         *     `unknown_member`: Unknown member. List the members with GET /v1/groups/{groupId}/members.
         */
        UnknownGroupOrUnknownMember: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_group" | "unknown_member";
                };
            };
        };
        /**
         * @description `invalid_request`: `errors` names the fields that are wrong.
         *
         *     `unknown_cursor`: Unknown cursor. Send the cursor from the previous answer unchanged, or leave it out to start over.
         */
        InvalidRequestOrUnknownCursor: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "invalid_request" | "unknown_cursor";
                };
            };
        };
        /** @description `unknown_call`: Unknown call. Use the callId of a call that you made or that rang your phone. Calls are kept for 30 days. */
        UnknownCall: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_call";
                };
            };
        };
        /**
         * @description `unknown_call`: Unknown call. Use the callId of a call that you made or that rang your phone. Calls are kept for 30 days.
         *
         *     `unknown_device`: Unknown device. Register the device with PUT /v1/devices/{deviceId} first, as the same user.
         */
        UnknownCallOrUnknownDevice: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_call" | "unknown_device";
                };
            };
        };
        /**
         * @description `call_side`: Not for your side of the call. The caller may cancel; a callee may answer, decline or be busy; both may leave or end.
         *
         *     `call_state`: Too late for this call. Read the call with GET /v1/calls/{callId} and show its state.
         */
        CallSideOrCallState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "call_side" | "call_state";
                };
            };
        };
        /**
         * @description `insufficient_scope`: The JWT lacks the scope that the stage requires.
         *
         *     `not_a_contact`: Not a contact. Write to, call and add only users with whom you share a group, or let your server do it. The app's contacts decides this.
         */
        InsufficientScopeOrNotAContact: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "insufficient_scope" | "not_a_contact";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `call_state`: Too late for this call. Read the call with GET /v1/calls/{callId} and show its state. */
        CallState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "call_state";
                };
            };
        };
        /** @description `unknown_ring`: Unknown ring. Send the ticket from the push unchanged. A logged-in user can also read GET /v1/calls/{callId}?deviceId=. */
        UnknownRing: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_ring";
                };
            };
        };
        /** @description `ring_over`: Ring is over. Stop ringing and report the call as unanswered (CXCallEndedReason 3), unless it was answered on this phone. */
        RingOver: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ring_over";
                };
            };
        };
        /** @description `unknown_ticket`: Unknown ticket. Send the ticket from the push unchanged, while its device is registered. A logged-in user can report with POST /v1/receipts. */
        UnknownTicket: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_ticket";
                };
            };
        };
        /** @description `ticket_expired`: Ticket has expired. Drop the report: what the ticket was for is no longer stored. */
        TicketExpired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "ticket_expired";
                };
            };
        };
        /** @description `directory_full`: Call directory full. Remove numbers with DELETE /v1/call-directory/{number} first. */
        DirectoryFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "directory_full";
                };
            };
        };
        /** @description `limit_reached`: Limit reached. Remove what is no longer needed, then send the request again. */
        LimitReached: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "limit_reached";
                };
            };
        };
        /** @description `unknown_group`: Unknown group. Name a group that you are a member of, or create it with PUT /v1/groups/{groupId}. */
        UnknownGroup: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_group";
                };
            };
        };
        /**
         * @description `insufficient_scope`: The JWT lacks the scope that the stage requires.
         *
         *     `not_group_owner`: Not the owner of the group. Ask the owner, whom GET /v1/groups/{groupId} names to members. To create a group of your own, choose another ID.
         */
        InsufficientScopeOrNotGroupOwner: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "insufficient_scope" | "not_group_owner";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `group_owner_stays`: The owner cannot leave. Delete the group with DELETE /v1/groups/{groupId}. */
        GroupOwnerStays: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "group_owner_stays";
                };
            };
        };
        /** @description `forbidden`: No valid signature. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "forbidden";
                };
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `unknown_policy`: Unknown policy. Create the policy with PUT /v1/server/policies/{policyId}, or send the settings themselves in offlinePush. */
        UnknownPolicy: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_policy";
                };
            };
        };
        /** @description `unknown_app`: Unknown app. Create its settings with PUT /v1/server/apps/{appId}. An app without settings has the defaults. */
        UnknownApp: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_app";
                };
            };
        };
        /**
         * @description `group_owner_stays`: The owner cannot leave. Delete the group with DELETE /v1/groups/{groupId}.
         *
         *     `limit_reached`: Limit reached. Remove what is no longer needed, then send the request again.
         */
        GroupOwnerStaysOrLimitReached: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "group_owner_stays" | "limit_reached";
                };
            };
        };
        /** @description `no_device_token`: No device token. Read the devices of the user with GET /v1/server/users/{userId}, or name a token in `to`. */
        NoDeviceToken: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "no_device_token";
                };
            };
        };
        /** @description `unknown_erasure`: Unknown erasure. Erase the user with DELETE /v1/server/users/{userId} first. Receipts are kept for 400 days. */
        UnknownErasure: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_erasure";
                };
            };
        };
        /**
         * @description `budget_reached`: Monthly budget reached. Raise monthlyBudgetUsd in cdk/stages.ts and deploy the stage, or wait for the next month (UTC). Messages and calls go on.
         *
         *     `idempotency_in_progress`: Request in progress. After the seconds in Retry-After, send the same request with the same key again to get its answer.
         */
        BudgetReachedOrIdempotencyInProgress: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "budget_reached" | "idempotency_in_progress";
                };
            };
        };
        /** @description `unknown_broadcast`: Unknown broadcast. Use a broadcastId that POST /v1/server/broadcasts returned. Broadcasts are kept for 30 days. */
        UnknownBroadcast: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_broadcast";
                };
            };
        };
        /** @description `broadcast_state`: Not in this state of the broadcast. Read the broadcast with GET /v1/server/broadcasts/{broadcastId} and its state. */
        BroadcastState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "broadcast_state";
                };
            };
        };
        /**
         * @description `broadcast_state`: Not in this state of the broadcast. Read the broadcast with GET /v1/server/broadcasts/{broadcastId} and its state.
         *
         *     `budget_reached`: Monthly budget reached. Raise monthlyBudgetUsd in cdk/stages.ts and deploy the stage, or wait for the next month (UTC). Messages and calls go on.
         */
        BroadcastStateOrBudgetReached: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "broadcast_state" | "budget_reached";
                };
            };
        };
        /**
         * @description `channel_exists`: Channel is another one. A channel keeps its app and its storage. Choose another name, or delete the channel first.
         *
         *     `rejected_by_apple`: Apple did not carry it out. Read the reason in `hosts`. Broadcasts must be on for the app in the Apple developer account, and a credential of the stage must cover its Live Activities.
         */
        ChannelExistsOrRejectedByApple: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "channel_exists" | "rejected_by_apple";
                };
            };
        };
        /** @description `unknown_channel`: Unknown channel. Create the channel with PUT /v1/server/activity-channels/{name} first. */
        UnknownChannel: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_channel";
                };
            };
        };
        /** @description `rejected_by_apple`: Apple did not carry it out. Read the reason in `hosts`. Broadcasts must be on for the app in the Apple developer account, and a credential of the stage must cover its Live Activities. */
        RejectedByApple: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "rejected_by_apple";
                };
            };
        };
        /** @description `unknown_webhook`: Unknown webhook. Create the webhook with PUT /v1/server/webhooks/{webhookId}, or list the existing ones with GET /v1/server/webhooks. */
        UnknownWebhook: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_webhook";
                };
            };
        };
        /** @description `channel_app`: Channel of another app. Name a channel that was created for this app, and that exists in the environment of the token. */
        ChannelApp: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "channel_app";
                };
            };
        };
        /** @description `unknown_push`: Unknown push. Use the userId and the wantedId of an event push.wanted. Its outcome may be reported for a day. */
        UnknownPush: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {string} */
                    code: "unknown_push";
                };
            };
        };
        /** @description Over the throttle of the stage. Try again later. */
        Throttled: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["GatewayError"];
            };
        };
        /** @description `internal_error`: a fault of the stage. Try again; the log has the details. */
        ServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
                "application/json": components["schemas"]["GatewayError"];
            };
        };
    };
    parameters: {
        /** @description ID of the event: the same in every attempt. */
        WebhookId: string;
        /** @description Time of the attempt, in epoch seconds. */
        WebhookTimestamp: string;
        /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
        WebhookSignature: string;
    };
    requestBodies: never;
    headers: {
        /** @description When to retry, in seconds. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show that the stage is up and which version it runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "stage": "prod",
                     *       "version": "0.3.0"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    registerDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "tokens": {
                 *         "alert": {
                 *           "token": "0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78",
                 *           "environment": "auto"
                 *         },
                 *         "voip": {
                 *           "token": "9b1de5f0a3c4477c8a5e3c2d1f00998877665544332211ffeeddccbbaa998877"
                 *         }
                 *       },
                 *       "locale": "en-GB",
                 *       "timeZone": "Europe/London",
                 *       "permission": "authorized",
                 *       "appVersion": "2.4.0",
                 *       "osVersion": "26.4"
                 *     }
                 */
                "application/json": components["schemas"]["DeviceRegistration"];
            };
        };
        responses: {
            /** @description Register a device and its tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pushId": "com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *       "userId": "alice",
                     *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *       "appId": "com.example.ringpost",
                     *       "tokens": {
                     *         "alert": {
                     *           "environment": "auto",
                     *           "state": "unproven"
                     *         },
                     *         "voip": {
                     *           "environment": "auto",
                     *           "state": "unproven"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredDevice"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `unknown_app`: Unknown app. Add the bundle ID to `apps` in cdk/stages.ts and deploy the stage. In the lab, add a phone with this app with POST /lab/phones, or store a credential for it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "unknown_app";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["DeviceApp"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    logOutDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listDevices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the caller's devices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "devices": [
                     *         {
                     *           "pushId": "com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "appId": "com.example.ringpost",
                     *           "tokens": {
                     *             "alert": {
                     *               "tokenStart": "0f744707",
                     *               "environment": "production",
                     *               "state": "proven",
                     *               "registeredAt": "2026-11-30T12:00:00.000Z"
                     *             },
                     *             "voip": {
                     *               "tokenStart": "9b1de5f0",
                     *               "environment": "production",
                     *               "state": "unproven",
                     *               "registeredAt": "2026-11-30T12:00:00.000Z"
                     *             }
                     *           },
                     *           "online": false,
                     *           "registeredAt": "2026-11-30T12:00:00.000Z",
                     *           "locale": "en-GB",
                     *           "timeZone": "Europe/London",
                     *           "permission": "authorized",
                     *           "appVersion": "2.4.0",
                     *           "osVersion": "26.4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeviceList"];
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    removeDeviceToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
                /**
                 * @description Kind of the token that iOS has invalidated.
                 * @example voip
                 */
                kind: "alert" | "voip" | "liveActivityStart" | "external";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    setPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "foreground",
                 *       "ttlSeconds": 120,
                 *       "unreadCount": 0
                 *     }
                 */
                "application/json": components["schemas"]["PresenceInput"];
            };
        };
        responses: {
            /** @description Report that the app is in the foreground or the background */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *       "state": "foreground",
                     *       "until": "2026-11-30T12:02:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Presence"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownDevice"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the caller's profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nickname": "Alice",
                     *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *       "locale": "en-GB",
                     *       "timeZone": "Europe/London",
                     *       "doNotDisturb": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               "sun",
                     *               "mon",
                     *               "tue",
                     *               "wed",
                     *               "thu"
                     *             ],
                     *             "start": "22:00",
                     *             "end": "07:00"
                     *           }
                     *         ],
                     *         "until": "2099-01-01T08:00:00.000Z",
                     *         "allowCalls": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "nickname": "Alice",
                 *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                 *       "locale": "en-GB",
                 *       "timeZone": "Europe/London",
                 *       "doNotDisturb": {
                 *         "windows": [
                 *           {
                 *             "days": [
                 *               "sun",
                 *               "mon",
                 *               "tue",
                 *               "wed",
                 *               "thu"
                 *             ],
                 *             "start": "22:00",
                 *             "end": "07:00"
                 *           }
                 *         ],
                 *         "until": "2099-01-01T08:00:00.000Z",
                 *         "allowCalls": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProfileInput"];
            };
        };
        responses: {
            /** @description Replace the caller's profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nickname": "Alice",
                     *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *       "locale": "en-GB",
                     *       "timeZone": "Europe/London",
                     *       "doNotDisturb": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               "sun",
                     *               "mon",
                     *               "tue",
                     *               "wed",
                     *               "thu"
                     *             ],
                     *             "start": "22:00",
                     *             "end": "07:00"
                     *           }
                     *         ],
                     *         "until": "2099-01-01T08:00:00.000Z",
                     *         "allowCalls": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    sendMessage: {
        parameters: {
            query?: {
                /**
                 * @description Whether to explain what would be sent, without sending it.
                 * @example false
                 */
                explain?: "true" | "false";
            };
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "elements": [
                 *         {
                 *           "type": "text",
                 *           "text": "See you at eight?"
                 *         }
                 *       ],
                 *       "offlinePush": {
                 *         "title": "Alice",
                 *         "sound": "default",
                 *         "ext": {
                 *           "screen": "chat"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SendMessageRequest"];
            };
        };
        responses: {
            /** @description Send a message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageAnswer"];
                };
            };
            /** @description Send a message */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "retrying",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 429,
                     *           "reason": "TooManyRequests"
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 0,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SentMessage"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `policy_conflict`: Settings do not fit together. Change the message's own settings or those of its policy so that they fit together.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "policy_conflict" | "push_too_large" | "too_many_callees";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            /**
             * @description `insufficient_scope`: The JWT lacks the scope that the stage requires.
             *
             *     `setting_not_allowed`: Setting not for users. Leave the setting out, or send through your server. The app's usersMayNotSet and imageHosts decide this; a policy with forUsers may contain the setting.
             *
             *     `explain_not_allowed`: Explanation not available to users. Explain a message to yourself only, or use POST /v1/server/messages?explain=true or /v1/server/calls?explain=true. The app's outcomesForUsers decides this.
             *
             *     `mention_all_not_allowed`: Mention of all not allowed. Mention members by their user IDs, or ask the group's owner. The group's whoMentionsAll decides this.
             *
             *     `not_a_contact`: Not a contact. Write to, call and add only users with whom you share a group, or let your server do it. The app's contacts decides this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "insufficient_scope" | "setting_not_allowed" | "explain_not_allowed" | "mention_all_not_allowed" | "not_a_contact";
                    };
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            404: components["responses"]["UnknownGroupOrUnknownPolicy"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `messageId` that a send returned.
                 * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
                 */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the outcome of one's own message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "from": "alice",
                     *       "to": [
                     *         "bob"
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       },
                     *       "reasons": {},
                     *       "receipts": {
                     *         "delivered": 1,
                     *         "shown": 0,
                     *         "tapped": 0
                     *       },
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "received"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.041Z",
                     *           "event": "accepted",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:01.000Z",
                     *           "event": "delivered",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MessageReport"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownMessage"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    recallMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `messageId` that a send returned.
                 * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
                 */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mode": "withdraw"
                 *     }
                 */
                "application/json": components["schemas"]["RecallRequest"];
            };
        };
        responses: {
            /** @description Recall a message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "recalledAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledMessage"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownMessage"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listCalls: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the caller's calls, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "calls": [
                     *         {
                     *           "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *           "state": "ended",
                     *           "from": "alice",
                     *           "hasVideo": true,
                     *           "participants": [
                     *             {
                     *               "userId": "bob",
                     *               "state": "ended"
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-30T12:00:00.000Z",
                     *           "expiresAt": "2026-11-30T12:01:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallList"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    startCall: {
        parameters: {
            query?: {
                /**
                 * @description Whether to explain what would be sent, without sending it.
                 * @example false
                 */
                explain?: "true" | "false";
            };
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "callerName": "Alice",
                 *       "handle": {
                 *         "type": "phoneNumber",
                 *         "value": "8613800138000"
                 *       },
                 *       "hasVideo": true,
                 *       "timeoutSeconds": 60
                 *     }
                 */
                "application/json": components["schemas"]["StartCallRequest"];
            };
        };
        responses: {
            /** @description Ring a user, several users or a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "decision": "push",
                     *           "rule": "offline",
                     *           "appId": "com.example.ringpost",
                     *           "environment": "production",
                     *           "headers": {
                     *             "apns-expiration": "0",
                     *             "apns-id": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *             "apns-priority": "10",
                     *             "apns-push-type": "voip",
                     *             "apns-topic": "com.example.ringpost.voip"
                     *           },
                     *           "payload": {
                     *             "ringpost": 1,
                     *             "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *             "handle": {
                     *               "type": "phoneNumber",
                     *               "value": "8613800138000"
                     *             },
                     *             "callerName": "Alice",
                     *             "hasVideo": true,
                     *             "sentAt": 1796040000,
                     *             "expiresAt": 1796040060
                     *           },
                     *           "bytes": 208,
                     *           "truncated": false,
                     *           "notes": [
                     *             "ring_insurance"
                     *           ],
                     *           "cost": {
                     *             "units": {
                     *               "apiRequests": 0,
                     *               "functionRequests": 0,
                     *               "functionGbSeconds": 0.0005,
                     *               "queueRequests": 0,
                     *               "tableReads": 1,
                     *               "tableWrites": 1.1953125,
                     *               "logBytes": 300,
                     *               "egressBytes": 414
                     *             },
                     *             "dollars": 0.000001053136
                     *           }
                     *         }
                     *       ],
                     *       "summary": {
                     *         "push": 1,
                     *         "skip": 0
                     *       },
                     *       "cost": {
                     *         "units": {
                     *           "apiRequests": 0,
                     *           "functionRequests": 0,
                     *           "functionGbSeconds": 0.0005,
                     *           "queueRequests": 0,
                     *           "tableReads": 1,
                     *           "tableWrites": 1.1953125,
                     *           "logBytes": 300,
                     *           "egressBytes": 414
                     *         },
                     *         "dollars": 0.000001053136
                     *       },
                     *       "isComplete": true
                     *     }
                     */
                    "application/json": components["schemas"]["CallExplanation"];
                };
            };
            /** @description Ring a user, several users or a group */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `self_call`: Call to oneself. Name at least one user other than the caller.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "self_call" | "too_many_callees" | "push_too_large";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            /**
             * @description `insufficient_scope`: The JWT lacks the scope that the stage requires.
             *
             *     `explain_not_allowed`: Explanation not available to users. Explain a message to yourself only, or use POST /v1/server/messages?explain=true or /v1/server/calls?explain=true. The app's outcomesForUsers decides this.
             *
             *     `not_a_contact`: Not a contact. Write to, call and add only users with whom you share a group, or let your server do it. The app's contacts decides this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "insufficient_scope" | "explain_not_allowed" | "not_a_contact";
                    };
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            404: components["responses"]["UnknownGroupOrUnknownMember"];
            /**
             * @description `nobody_to_call`: Nobody to call. Add members with PUT /v1/groups/{groupId}/members/{userId} first, or call users by their IDs.
             *
             *     `call_exists`: Call already exists. Send a new UUID as callId, or leave callId out.
             *
             *     `glare`: The callee is calling you. Answer the call that callId names with POST /v1/calls/{callId}/answer. If that is too late, call again.
             *
             *     `idempotency_in_progress`: Request in progress. After the seconds in Retry-After, send the same request with the same key again to get its answer.
             */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "nobody_to_call" | "call_exists" | "glare" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getCall: {
        parameters: {
            query?: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the state of a call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCall"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    updateCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "callerName": "Alice Example"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateCallRequest"];
            };
        };
        responses: {
            /** @description Change the name, handle or video of a living call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice Example",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "push_too_large";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    answerCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                 *     }
                 */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description Answer a ringing call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "answered",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "answered"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "too_many_callees";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    declineCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                 *     }
                 */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description Decline a ringing call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "declined",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "declined"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    reportBusy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                 *     }
                 */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description Report that the callee is in another call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "busy",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "busy"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    cancelCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description Cancel a ringing call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "cancelled",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "cancelled"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    inviteToCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "userIds": [
                 *         "carol"
                 *       ],
                 *       "timeoutSeconds": 60
                 *     }
                 */
                "application/json": components["schemas"]["InviteToCallRequest"];
            };
        };
        responses: {
            /** @description Invite more users to a call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         },
                     *         {
                     *           "userId": "carol",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `self_call`: Call to oneself. Name at least one user other than the caller.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "self_call" | "too_many_callees";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScopeOrNotAContact"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    leaveCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                 *     }
                 */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description Leave an answered call that others can continue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ended",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ended"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    endCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                 *     }
                 */
                "application/json": components["schemas"]["CallActionRequest"];
            };
        };
        responses: {
            /** @description End an answered call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ended",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ended"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownCallOrUnknownDevice"];
            409: components["responses"]["CallSideOrCallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getRing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `ticket` of the push of a call, or `ringpost.receipt` of the push of a message. */
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the state of a ring, for the phone that holds its ticket */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "answered",
                     *       "endedReason": 4,
                     *       "endedReasonName": "answeredElsewhere"
                     *     }
                     */
                    "application/json": components["schemas"]["Ring"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["UnknownRing"];
            410: components["responses"]["RingOver"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    reportReceipts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "receipts": [
                 *         {
                 *           "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                 *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                 *           "event": "shown",
                 *           "at": "2026-11-30T12:00:01Z"
                 *         },
                 *         {
                 *           "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                 *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                 *           "event": "callReported",
                 *           "at": "2026-11-30T12:00:02Z",
                 *           "ageMs": 35
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReceiptsRequest"];
            };
        };
        responses: {
            /** @description Report what a device did with pushes */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recorded": 2,
                     *       "unknown": []
                     *     }
                     */
                    "application/json": components["schemas"]["RecordedReceipts"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    reportByTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `ticket` of the push of a call, or `ringpost.receipt` of the push of a message. */
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event": "delivered",
                 *       "at": "2026-11-30T12:00:01Z"
                 *     }
                 */
                "application/json": components["schemas"]["TicketReceiptRequest"];
            };
        };
        responses: {
            /** @description Report what a device did with a push, for the device that holds its ticket */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "recorded": 1
                     *     }
                     */
                    "application/json": components["schemas"]["RecordedReceipt"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `receipt_event`: Event does not fit the ticket. Report delivered, shown or tapped with the ticket of a message, callReported or callReportNotRequired with that of a call.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "receipt_event";
                    };
                };
            };
            404: components["responses"]["UnknownTicket"];
            410: components["responses"]["TicketExpired"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getCallDirectory: {
        parameters: {
            query?: {
                /** @description The `cursor` from the last answer, for the changes since then. */
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the numbers to block and to name, for the Call Directory extension */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blocking": {
                     *         "add": [
                     *           "8613800138001"
                     *         ],
                     *         "remove": []
                     *       },
                     *       "identification": {
                     *         "add": [
                     *           {
                     *             "number": "8613800138000",
                     *             "label": "Mum"
                     *           }
                     *         ],
                     *         "remove": []
                     *       },
                     *       "cursor": "Mi4xNzk2MDUyMzI2LmdiWTMyUHpTeHRv",
                     *       "incremental": false
                     *     }
                     */
                    "application/json": components["schemas"]["CallDirectory"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putDirectoryNumber: {
        parameters: {
            query?: {
                /**
                 * @description ISO 3166 code of the territory whose numbers need no country code.
                 * @example CN
                 */
                territory?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A phone number as people write it, with or without its country code.
                 * @example +8613800138000
                 */
                number: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "label": "Mum"
                 *     }
                 */
                "application/json": components["schemas"]["DirectoryNumberInput"];
            };
        };
        responses: {
            /** @description Block or name a number */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "number": "8613800138000",
                     *       "label": "Mum"
                     *     }
                     */
                    "application/json": components["schemas"]["DirectoryNumber"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `phone_number`: Not a phone number. Write the number with + and its country code, such as +8613800138000, without an extension.
             *
             *     `ambiguous_number`: Ambiguous phone number. Write the number with + and its country code, such as +8613800138000.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "phone_number" | "ambiguous_number";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["DirectoryFull"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    removeDirectoryNumber: {
        parameters: {
            query?: {
                /**
                 * @description ISO 3166 code of the territory whose numbers need no country code.
                 * @example CN
                 */
                territory?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A phone number as people write it, with or without its country code.
                 * @example +8613800138000
                 */
                number: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `phone_number`: Not a phone number. Write the number with + and its country code, such as +8613800138000, without an extension.
             *
             *     `ambiguous_number`: Ambiguous phone number. Write the number with + and its country code, such as +8613800138000.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "phone_number" | "ambiguous_number";
                    };
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getConversationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `user:` and a user ID, or `group:` and a group ID.
                 * @example group:family
                 */
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read whether a conversation is muted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": "mentions",
                     *       "until": "2099-01-01T08:00:00.000Z",
                     *       "receive": "none",
                     *       "mentionsStillPush": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConversationSettings"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceConversationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description `user:` and a user ID, or `group:` and a group ID.
                 * @example group:family
                 */
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "level": "mentions",
                 *       "until": "2099-01-01T08:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["ConversationSettingsInput"];
            };
        };
        responses: {
            /** @description Mute or unmute a conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": "mentions",
                     *       "until": "2099-01-01T08:00:00.000Z",
                     *       "receive": "none",
                     *       "mentionsStillPush": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConversationSettings"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["LimitReached"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listBlocks: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the users that the caller has blocked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "blocks": [
                     *         {
                     *           "userId": "mallory"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BlockList"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    blockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            409: components["responses"]["LimitReached"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    unblockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groupId": "family",
                     *       "name": "Family",
                     *       "ownerId": "alice",
                     *       "memberCount": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Family"
                 *     }
                 */
                "application/json": components["schemas"]["GroupInput"];
            };
        };
        responses: {
            /** @description Create or rename a group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groupId": "family",
                     *       "name": "Family",
                     *       "ownerId": "alice",
                     *       "memberCount": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScopeOrNotGroupOwner"];
            404: components["responses"]["UnknownGroup"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScopeOrNotGroupOwner"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listGroupMembers: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List a group's members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "members": [
                     *         {
                     *           "userId": "alice"
                     *         },
                     *         {
                     *           "userId": "bob",
                     *           "card": "Dad"
                     *         },
                     *         {
                     *           "userId": "carol"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GroupMemberList"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "card": "Dad"
                 *     }
                 */
                "application/json": components["schemas"]["GroupMemberInput"];
            };
        };
        responses: {
            /** @description Add a member, or set a member's group nickname */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "bob",
                     *       "card": "Dad"
                     *     }
                     */
                    "application/json": components["schemas"]["GroupMember"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            /**
             * @description `insufficient_scope`: The JWT lacks the scope that the stage requires.
             *
             *     `not_group_owner`: Not the owner of the group. Ask the owner, whom GET /v1/groups/{groupId} names to members. To create a group of your own, choose another ID.
             *
             *     `not_a_contact`: Not a contact. Write to, call and add only users with whom you share a group, or let your server do it. The app's contacts decides this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "insufficient_scope" | "not_group_owner" | "not_a_contact";
                    };
                    "application/json": components["schemas"]["GatewayError"];
                };
            };
            404: components["responses"]["UnknownGroup"];
            409: components["responses"]["LimitReached"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    removeGroupMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScopeOrNotGroupOwner"];
            404: components["responses"]["UnknownGroupOrUnknownMember"];
            409: components["responses"]["GroupOwnerStays"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the policies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policies": [
                     *         {
                     *           "policyId": "quiet"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PolicyList"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the policy.
                 * @example quiet
                 */
                policyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policyId": "quiet",
                     *       "settings": {
                     *         "title": "Family",
                     *         "sound": "none",
                     *         "interruptionLevel": "passive",
                     *         "badge": {
                     *           "mode": "increment"
                     *         },
                     *         "ttlSeconds": 86400,
                     *         "forUsers": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownPolicy"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the policy.
                 * @example quiet
                 */
                policyId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Family",
                 *       "sound": "none",
                 *       "interruptionLevel": "passive",
                 *       "badge": {
                 *         "mode": "increment"
                 *       },
                 *       "ttlSeconds": 86400,
                 *       "forUsers": true
                 *     }
                 */
                "application/json": components["schemas"]["PolicySettingsInput"];
            };
        };
        responses: {
            /** @description Create or replace a policy */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "policyId": "quiet",
                     *       "settings": {
                     *         "title": "Family",
                     *         "sound": "none",
                     *         "interruptionLevel": "passive",
                     *         "badge": {
                     *           "mode": "increment"
                     *         },
                     *         "ttlSeconds": 86400,
                     *         "forUsers": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Policy"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deletePolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the policy.
                 * @example quiet
                 */
                policyId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownPolicy"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listApps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the apps that have settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "apps": [
                     *         {
                     *           "appId": "com.example.ringpost"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AppList"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getAppSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Bundle ID of the app.
                 * @example com.example.ringpost
                 */
                appId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the settings of an app */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "appId": "com.example.ringpost",
                     *       "settings": {
                     *         "outcomesForUsers": "coarse",
                     *         "contacts": "common_group",
                     *         "usersMayNotSet": [
                     *           "sound.critical",
                     *           "badge.set"
                     *         ],
                     *         "imageHosts": [
                     *           "cdn.example.com",
                     *           "*.example.org"
                     *         ],
                     *         "rates": {
                     *           "messages": 120,
                     *           "calls": 20
                     *         },
                     *         "territoryRule": {
                     *           "territories": [
                     *             "CN"
                     *           ],
                     *           "instead": "alert"
                     *         },
                     *         "badges": "app",
                     *         "calls": {
                     *           "missedCallAlert": true,
                     *           "reportGuard": "auto",
                     *           "ringInsurance": "auto"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["App"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownApp"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceAppSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Bundle ID of the app.
                 * @example com.example.ringpost
                 */
                appId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "outcomesForUsers": "coarse",
                 *       "contacts": "common_group",
                 *       "usersMayNotSet": [
                 *         "sound.critical",
                 *         "badge.set"
                 *       ],
                 *       "imageHosts": [
                 *         "cdn.example.com",
                 *         "*.example.org"
                 *       ],
                 *       "rates": {
                 *         "messages": 120,
                 *         "calls": 20
                 *       },
                 *       "territoryRule": {
                 *         "territories": [
                 *           "CN"
                 *         ],
                 *         "instead": "alert"
                 *       },
                 *       "badges": "app",
                 *       "calls": {
                 *         "missedCallAlert": true,
                 *         "reportGuard": "auto",
                 *         "ringInsurance": "auto"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["AppSettings"];
            };
        };
        responses: {
            /** @description Replace the settings of an app */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "appId": "com.example.ringpost",
                     *       "settings": {
                     *         "outcomesForUsers": "coarse",
                     *         "contacts": "common_group",
                     *         "usersMayNotSet": [
                     *           "sound.critical",
                     *           "badge.set"
                     *         ],
                     *         "imageHosts": [
                     *           "cdn.example.com",
                     *           "*.example.org"
                     *         ],
                     *         "rates": {
                     *           "messages": 120,
                     *           "calls": 20
                     *         },
                     *         "territoryRule": {
                     *           "territories": [
                     *             "CN"
                     *           ],
                     *           "instead": "alert"
                     *         },
                     *         "badges": "app",
                     *         "calls": {
                     *           "missedCallAlert": true,
                     *           "reportGuard": "auto",
                     *           "ringInsurance": "auto"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["App"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteAppSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Bundle ID of the app.
                 * @example com.example.ringpost
                 */
                appId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownApp"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUser: {
        parameters: {
            query?: {
                /**
                 * @description The `pushId` of one device of the user.
                 * @example com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                pushId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a user's devices and whether each can be reached */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "bob",
                     *       "online": false,
                     *       "profile": {
                     *         "nickname": "Alice",
                     *         "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *         "locale": "en-GB",
                     *         "timeZone": "Europe/London",
                     *         "doNotDisturb": {
                     *           "windows": [
                     *             {
                     *               "days": [
                     *                 "sun",
                     *                 "mon",
                     *                 "tue",
                     *                 "wed",
                     *                 "thu"
                     *               ],
                     *               "start": "22:00",
                     *               "end": "07:00"
                     *             }
                     *           ],
                     *           "until": "2099-01-01T08:00:00.000Z",
                     *           "allowCalls": true
                     *         }
                     *       },
                     *       "devices": [
                     *         {
                     *           "pushId": "com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "appId": "com.example.ringpost",
                     *           "tokens": {
                     *             "alert": {
                     *               "tokenStart": "0f744707",
                     *               "environment": "production",
                     *               "state": "proven",
                     *               "registeredAt": "2026-11-30T12:00:00.000Z"
                     *             },
                     *             "voip": {
                     *               "tokenStart": "9b1de5f0",
                     *               "environment": "production",
                     *               "state": "unproven",
                     *               "registeredAt": "2026-11-30T12:00:00.000Z"
                     *             }
                     *           },
                     *           "online": false,
                     *           "registeredAt": "2026-11-30T12:00:00.000Z",
                     *           "locale": "en-GB",
                     *           "timeZone": "Europe/London",
                     *           "permission": "authorized",
                     *           "appVersion": "2.4.0",
                     *           "osVersion": "26.4",
                     *           "message": {
                     *             "decision": "push",
                     *             "rule": "offline"
                     *           },
                     *           "call": {
                     *             "way": "voip"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["User"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erase a user */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erasureId": "8b0f3d1c-53a5-4a0e-9a53-0d6b1c2f7e11",
                     *       "state": "running",
                     *       "requestedAt": "2026-11-30T12:00:00.000Z",
                     *       "counts": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    logOutUser: {
        parameters: {
            query?: {
                /**
                 * @description The `pushId` of one device of the user.
                 * @example com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                pushId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    sendMessageAsUser: {
        parameters: {
            query?: {
                /**
                 * @description Whether to explain what would be sent, without sending it.
                 * @example false
                 */
                explain?: "true" | "false";
            };
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "alice",
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "elements": [
                 *         {
                 *           "type": "text",
                 *           "text": "See you at eight?"
                 *         }
                 *       ],
                 *       "offlinePush": {
                 *         "title": "Alice",
                 *         "sound": "default",
                 *         "ext": {
                 *           "screen": "chat"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SendMessageAsUserRequest"];
            };
        };
        responses: {
            /** @description Send a message as a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendMessageAnswer"];
                };
            };
            /** @description Send a message as a user */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "retrying",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 429,
                     *           "reason": "TooManyRequests"
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 0,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SentMessage"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `policy_conflict`: Settings do not fit together. Change the message's own settings or those of its policy so that they fit together.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "policy_conflict" | "push_too_large" | "too_many_callees";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroupOrUnknownPolicy"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getAnyMessage: {
        parameters: {
            query?: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The `messageId` that a send returned.
                 * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
                 */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the outcome of any message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "from": "alice",
                     *       "to": [
                     *         "bob"
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       },
                     *       "reasons": {},
                     *       "receipts": {
                     *         "delivered": 1,
                     *         "shown": 0,
                     *         "tapped": 0
                     *       },
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "received"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.041Z",
                     *           "event": "accepted",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:01.000Z",
                     *           "event": "delivered",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21"
                     *         }
                     *       ],
                     *       "silence": [
                     *         {
                     *           "userId": "carol",
                     *           "cause": "no_device",
                     *           "confidence": "certain",
                     *           "evidence": [
                     *             {
                     *               "fact": "Ringpost skipped it: no_device"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MessageReportAsServer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownMessage"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    recallAnyMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `messageId` that a send returned.
                 * @example 7c9e6679-7425-40de-944b-e07fc1f90ae7
                 */
                messageId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mode": "withdraw"
                 *     }
                 */
                "application/json": components["schemas"]["RecallRequest"];
            };
        };
        responses: {
            /** @description Recall any message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *       "recalledAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RecalledMessage"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownMessage"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getStatistics: {
        parameters: {
            query?: {
                /**
                 * @description How many days, today included.
                 * @example 7
                 */
                days?: string;
                /**
                 * @description Bundle ID of the app.
                 * @example com.example.ringpost
                 */
                appId?: string;
                /**
                 * @description What the entries of `phones` have in common.
                 * @example osVersion
                 */
                by?: "appVersion" | "osVersion" | "environment" | "day";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what was sent and its outcomes, by day and app */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "days": [
                     *         {
                     *           "day": "2026-11-30",
                     *           "appId": "com.example.ringpost",
                     *           "sent": 1250,
                     *           "accepted": 1240,
                     *           "skipped": 310,
                     *           "rejected": 8,
                     *           "failed": 2,
                     *           "delivered": 1102,
                     *           "shown": 640,
                     *           "tapped": 212,
                     *           "rings": 96,
                     *           "ringsUnreported": 1
                     *         }
                     *       ],
                     *       "phones": [
                     *         {
                     *           "appId": "com.example.ringpost",
                     *           "value": "4.1.0",
                     *           "messages": {
                     *             "accepted": 900,
                     *             "reported": 873,
                     *             "lostPercent": 3,
                     *             "p50Ms": 450,
                     *             "p99Ms": 4050,
                     *             "shown": 520,
                     *             "tapped": 170,
                     *             "refused": [
                     *               {
                     *                 "reason": "Unregistered",
                     *                 "count": 6
                     *               }
                     *             ]
                     *           },
                     *           "rings": {
                     *             "accepted": 1400,
                     *             "reported": 1393,
                     *             "lostPercent": 0.5,
                     *             "p50Ms": 625,
                     *             "p99Ms": 2375,
                     *             "timed": 1381,
                     *             "callees": 1370,
                     *             "unreported": 6,
                     *             "unreportedPercent": 0.44
                     *           }
                     *         },
                     *         {
                     *           "appId": "com.example.ringpost",
                     *           "value": "4.2.0",
                     *           "messages": {
                     *             "accepted": 340,
                     *             "reported": 229,
                     *             "lostPercent": 32.65,
                     *             "p50Ms": 450,
                     *             "p99Ms": 3950,
                     *             "shown": 120,
                     *             "tapped": 42,
                     *             "refused": []
                     *           },
                     *           "rings": {
                     *             "accepted": 600,
                     *             "reported": 570,
                     *             "lostPercent": 5,
                     *             "p50Ms": 675,
                     *             "p99Ms": 2425,
                     *             "timed": 566,
                     *             "callees": 590,
                     *             "unreported": 29,
                     *             "unreportedPercent": 4.92
                     *           },
                     *           "worseThan": {
                     *             "what": "rings",
                     *             "version": "4.1.0",
                     *             "lostPercent": 0.5
                     *           }
                     *         }
                     *       ],
                     *       "apple": [
                     *         {
                     *           "day": "2026-11-30",
                     *           "appId": "com.example.ringpost",
                     *           "accepted": 1336,
                     *           "appleLeast": 1300,
                     *           "appleMost": 1310,
                     *           "difference": 26,
                     *           "rounding": 92,
                     *           "verdict": "agrees",
                     *           "isFinal": true,
                     *           "counts": [
                     *             {
                     *               "pushType": "alert",
                     *               "status": "Delivered to Device",
                     *               "count": 930
                     *             },
                     *             {
                     *               "pushType": "alert",
                     *               "status": "Discarded - Disabled",
                     *               "count": 270,
                     *               "reason": "notifications off"
                     *             },
                     *             {
                     *               "pushType": "alert",
                     *               "status": "Discarded - Expired",
                     *               "count": 10,
                     *               "reason": "not reached before it expired"
                     *             },
                     *             {
                     *               "pushType": "voip",
                     *               "status": "Delivered to Device",
                     *               "count": 100
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "month": {
                     *         "month": "2026-11",
                     *         "costUsd": 41.2071,
                     *         "costByUse": {
                     *           "apiRequests": 11.1,
                     *           "functionRequests": 2.3,
                     *           "tableWrites": 16.0418,
                     *           "logBytes": 3.0412
                     *         },
                     *         "forecastUsd": 42.6281,
                     *         "budgetUsd": 200
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getAnyCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read any call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ],
                     *       "silence": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "cause": "too_early",
                     *           "confidence": "likely",
                     *           "evidence": [
                     *             {
                     *               "fact": "it has rung for less than five seconds",
                     *               "at": "2026-11-30T12:00:00.000Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallAsServer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownCall"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    updateAnyCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "callerName": "Alice Example"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateAnyCallRequest"];
            };
        };
        responses: {
            /** @description Change the name, handle or video of any living call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice Example",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownCall"];
            409: components["responses"]["CallState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    cancelAnyCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel any ringing call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "cancelled",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "cancelled"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownCall"];
            409: components["responses"]["CallState"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    endAnyCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `callId` of a call that the user made or was invited to.
                 * @example 0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10
                 */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End any answered call */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ended",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ended"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownCall"];
            409: components["responses"]["CallState"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    startCallAsUser: {
        parameters: {
            query?: {
                /**
                 * @description Whether to explain what would be sent, without sending it.
                 * @example false
                 */
                explain?: "true" | "false";
            };
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "alice",
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "callerName": "Alice",
                 *       "handle": {
                 *         "type": "phoneNumber",
                 *         "value": "8613800138000"
                 *       },
                 *       "hasVideo": true,
                 *       "timeoutSeconds": 60
                 *     }
                 */
                "application/json": components["schemas"]["StartCallAsUserRequest"];
            };
        };
        responses: {
            /** @description Ring a user on behalf of another */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "decision": "push",
                     *           "rule": "offline",
                     *           "appId": "com.example.ringpost",
                     *           "environment": "production",
                     *           "headers": {
                     *             "apns-expiration": "0",
                     *             "apns-id": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *             "apns-priority": "10",
                     *             "apns-push-type": "voip",
                     *             "apns-topic": "com.example.ringpost.voip"
                     *           },
                     *           "payload": {
                     *             "ringpost": 1,
                     *             "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *             "handle": {
                     *               "type": "phoneNumber",
                     *               "value": "8613800138000"
                     *             },
                     *             "callerName": "Alice",
                     *             "hasVideo": true,
                     *             "sentAt": 1796040000,
                     *             "expiresAt": 1796040060
                     *           },
                     *           "bytes": 208,
                     *           "truncated": false,
                     *           "notes": [
                     *             "ring_insurance"
                     *           ],
                     *           "cost": {
                     *             "units": {
                     *               "apiRequests": 0,
                     *               "functionRequests": 0,
                     *               "functionGbSeconds": 0.0005,
                     *               "queueRequests": 0,
                     *               "tableReads": 1,
                     *               "tableWrites": 1.1953125,
                     *               "logBytes": 300,
                     *               "egressBytes": 414
                     *             },
                     *             "dollars": 0.000001053136
                     *           }
                     *         }
                     *       ],
                     *       "summary": {
                     *         "push": 1,
                     *         "skip": 0
                     *       },
                     *       "cost": {
                     *         "units": {
                     *           "apiRequests": 0,
                     *           "functionRequests": 0,
                     *           "functionGbSeconds": 0.0005,
                     *           "queueRequests": 0,
                     *           "tableReads": 1,
                     *           "tableWrites": 1.1953125,
                     *           "logBytes": 300,
                     *           "egressBytes": 414
                     *         },
                     *         "dollars": 0.000001053136
                     *       },
                     *       "isComplete": true
                     *     }
                     */
                    "application/json": components["schemas"]["CallExplanation"];
                };
            };
            /** @description Ring a user on behalf of another */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *       "state": "ringing",
                     *       "from": "alice",
                     *       "hasVideo": true,
                     *       "callerName": "Alice",
                     *       "handle": {
                     *         "type": "phoneNumber",
                     *         "value": "8613800138000"
                     *       },
                     *       "participants": [
                     *         {
                     *           "userId": "bob",
                     *           "state": "ringing"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "expiresAt": "2026-11-30T12:01:00.000Z",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "timeline": [
                     *         {
                     *           "at": "2026-11-30T12:00:00.000Z",
                     *           "event": "ringing",
                     *           "userId": "bob"
                     *         },
                     *         {
                     *           "at": "2026-11-30T12:00:00.050Z",
                     *           "event": "accepted",
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "voip"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `self_call`: Call to oneself. Name at least one user other than the caller.
             *
             *     `too_many_callees`: Too many callees. Call fewer users. Everyone who was ever invited to a call counts.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "self_call" | "too_many_callees" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroupOrUnknownMember"];
            /**
             * @description `nobody_to_call`: Nobody to call. Add members with PUT /v1/groups/{groupId}/members/{userId} first, or call users by their IDs.
             *
             *     `call_exists`: Call already exists. Send a new UUID as callId, or leave callId out.
             *
             *     `glare`: The callee is calling you. Answer the call that callId names with POST /v1/calls/{callId}/answer. If that is too late, call again.
             *
             *     `idempotency_in_progress`: Request in progress. After the seconds in Retry-After, send the same request with the same key again to get its answer.
             */
            409: {
                headers: {
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "nobody_to_call" | "call_exists" | "glare" | "idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUserProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a user's profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nickname": "Alice",
                     *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *       "locale": "en-GB",
                     *       "timeZone": "Europe/London",
                     *       "doNotDisturb": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               "sun",
                     *               "mon",
                     *               "tue",
                     *               "wed",
                     *               "thu"
                     *             ],
                     *             "start": "22:00",
                     *             "end": "07:00"
                     *           }
                     *         ],
                     *         "until": "2099-01-01T08:00:00.000Z",
                     *         "allowCalls": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceUserProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "nickname": "Alice",
                 *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                 *       "locale": "en-GB",
                 *       "timeZone": "Europe/London",
                 *       "doNotDisturb": {
                 *         "windows": [
                 *           {
                 *             "days": [
                 *               "sun",
                 *               "mon",
                 *               "tue",
                 *               "wed",
                 *               "thu"
                 *             ],
                 *             "start": "22:00",
                 *             "end": "07:00"
                 *           }
                 *         ],
                 *         "until": "2099-01-01T08:00:00.000Z",
                 *         "allowCalls": true
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ProfileInput"];
            };
        };
        responses: {
            /** @description Replace a user's profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nickname": "Alice",
                     *       "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *       "locale": "en-GB",
                     *       "timeZone": "Europe/London",
                     *       "doNotDisturb": {
                     *         "windows": [
                     *           {
                     *             "days": [
                     *               "sun",
                     *               "mon",
                     *               "tue",
                     *               "wed",
                     *               "thu"
                     *             ],
                     *             "start": "22:00",
                     *             "end": "07:00"
                     *           }
                     *         ],
                     *         "until": "2099-01-01T08:00:00.000Z",
                     *         "allowCalls": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUserTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the tags of a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tags": [
                     *         "beta",
                     *         "city:shanghai"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserTags"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceUserTags: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tags": [
                 *         "beta",
                 *         "city:shanghai"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UserTags"];
            };
        };
        responses: {
            /** @description Replace the tags of a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tags": [
                     *         "beta",
                     *         "city:shanghai"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserTags"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getUserConversationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description `user:` and a user ID, or `group:` and a group ID.
                 * @example group:family
                 */
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read whether a user has muted a conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": "mentions",
                     *       "until": "2099-01-01T08:00:00.000Z",
                     *       "receive": "none",
                     *       "mentionsStillPush": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConversationSettings"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    replaceUserConversationSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description `user:` and a user ID, or `group:` and a group ID.
                 * @example group:family
                 */
                conversationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "level": "mentions",
                 *       "until": "2099-01-01T08:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["ConversationSettingsInput"];
            };
        };
        responses: {
            /** @description Mute or unmute a conversation for a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "level": "mentions",
                     *       "until": "2099-01-01T08:00:00.000Z",
                     *       "receive": "none",
                     *       "mentionsStillPush": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConversationSettings"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["LimitReached"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    blockForUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description ID of the user who is blocked.
                 * @example mallory
                 */
                otherUserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["LimitReached"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    unblockForUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description ID of the user who is blocked.
                 * @example mallory
                 */
                otherUserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    registerUserDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "tokens": {
                 *         "alert": {
                 *           "token": "0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78",
                 *           "environment": "auto"
                 *         },
                 *         "voip": {
                 *           "token": "9b1de5f0a3c4477c8a5e3c2d1f00998877665544332211ffeeddccbbaa998877"
                 *         }
                 *       },
                 *       "locale": "en-GB",
                 *       "timeZone": "Europe/London",
                 *       "permission": "authorized",
                 *       "appVersion": "2.4.0",
                 *       "osVersion": "26.4"
                 *     }
                 */
                "application/json": components["schemas"]["DeviceRegistrationAsServer"];
            };
        };
        responses: {
            /** @description Register a user's device and its tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "pushId": "com.example.ringpost/3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *       "userId": "alice",
                     *       "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *       "appId": "com.example.ringpost",
                     *       "tokens": {
                     *         "alert": {
                     *           "environment": "auto",
                     *           "state": "unproven"
                     *         },
                     *         "voip": {
                     *           "environment": "auto",
                     *           "state": "unproven"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredDevice"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `unknown_app`: Unknown app. Add the bundle ID to `apps` in cdk/stages.ts and deploy the stage. In the lab, add a phone with this app with POST /lab/phones, or store a credential for it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "unknown_app";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            /**
             * @description `device_app`: Device belongs to another app. Use one deviceId for each installation of each app, for example one that the app generates on first launch.
             *
             *     `already_registered`: Already registered. Nothing to do if the app has registered it since. To replace the registration, leave onlyIfNew out.
             *
             *     `limit_reached`: Limit reached. Remove what is no longer needed, then send the request again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "device_app" | "already_registered" | "limit_reached";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    logOutUserDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getAnyGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read any group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groupId": "family",
                     *       "name": "Family",
                     *       "ownerId": "alice",
                     *       "memberCount": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putAnyGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Family",
                 *       "ownerId": "alice"
                 *     }
                 */
                "application/json": components["schemas"]["GroupAsServerInput"];
            };
        };
        responses: {
            /** @description Create a group, or replace its name and owner */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groupId": "family",
                     *       "name": "Family",
                     *       "ownerId": "alice",
                     *       "memberCount": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroup"];
            409: components["responses"]["LimitReached"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteAnyGroup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listAnyGroupMembers: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the members of any group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "members": [
                     *         {
                     *           "userId": "alice"
                     *         },
                     *         {
                     *           "userId": "bob",
                     *           "card": "Dad"
                     *         },
                     *         {
                     *           "userId": "carol"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GroupMemberList"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroup"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    changeGroupMembers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the group, chosen by its creator.
                 * @example family
                 */
                groupId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "add": [
                 *         {
                 *           "userId": "bob",
                 *           "card": "Dad"
                 *         },
                 *         {
                 *           "userId": "carol"
                 *         }
                 *       ],
                 *       "remove": [
                 *         "mallory"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MemberChanges"];
            };
        };
        responses: {
            /** @description Add up to 500 members to a group, or remove them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "groupId": "family",
                     *       "name": "Family",
                     *       "ownerId": "alice",
                     *       "memberCount": 3
                     *     }
                     */
                    "application/json": components["schemas"]["Group"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownGroup"];
            409: components["responses"]["GroupOwnerStaysOrLimitReached"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    sendMessagesAsUsers: {
        parameters: {
            query?: {
                /**
                 * @description Whether to explain what would be sent, without sending it.
                 * @example false
                 */
                explain?: "true" | "false";
            };
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "messages": [
                 *         {
                 *           "from": "alice",
                 *           "to": {
                 *             "userId": "bob"
                 *           },
                 *           "elements": [
                 *             {
                 *               "type": "text",
                 *               "text": "See you at eight?"
                 *             }
                 *           ],
                 *           "offlinePush": {
                 *             "title": "Alice",
                 *             "sound": "default",
                 *             "ext": {
                 *               "screen": "chat"
                 *             }
                 *           }
                 *         },
                 *         {
                 *           "to": {
                 *             "groupId": "hiking-club"
                 *           },
                 *           "elements": [
                 *             {
                 *               "type": "text",
                 *               "text": "See you at eight?"
                 *             }
                 *           ],
                 *           "offlinePush": {
                 *             "title": "Alice",
                 *             "sound": "default",
                 *             "ext": {
                 *               "screen": "chat"
                 *             }
                 *           },
                 *           "from": "alice"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["MessageBatchRequest"];
            };
        };
        responses: {
            /** @description Send up to ten messages as users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "results": [
                     *         {
                     *           "status": 200,
                     *           "body": {
                     *             "messageId": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
                     *             "targets": [
                     *               {
                     *                 "userId": "bob",
                     *                 "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *                 "kind": "alert",
                     *                 "outcome": "accepted",
                     *                 "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *                 "environment": "production",
                     *                 "status": 200
                     *               }
                     *             ],
                     *             "summary": {
                     *               "accepted": 1,
                     *               "skipped": 0,
                     *               "rejected": 0,
                     *               "failed": 0,
                     *               "retrying": 0
                     *             }
                     *           }
                     *         },
                     *         {
                     *           "status": 404,
                     *           "body": {
                     *             "type": "https://ringpost.dev/problems/unknown_group",
                     *             "title": "Unknown group",
                     *             "status": 404,
                     *             "code": "unknown_group",
                     *             "detail": "alice is not a member of a group hiking-club.",
                     *             "fix": "Name a group that you are a member of, or create it with PUT /v1/groups/{groupId}."
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MessageBatchAnswer"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    exportUser: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Export all that is stored of a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "userId": "bob",
                     *       "exportedAt": "2026-11-30T12:05:00.000Z",
                     *       "profile": {
                     *         "nickname": "Alice",
                     *         "avatarUrl": "https://example.com/avatars/alice.jpg",
                     *         "locale": "en-GB",
                     *         "timeZone": "Europe/London",
                     *         "doNotDisturb": {
                     *           "windows": [
                     *             {
                     *               "days": [
                     *                 "sun",
                     *                 "mon",
                     *                 "tue",
                     *                 "wed",
                     *                 "thu"
                     *               ],
                     *               "start": "22:00",
                     *               "end": "07:00"
                     *             }
                     *           ],
                     *           "until": "2099-01-01T08:00:00.000Z",
                     *           "allowCalls": true
                     *         }
                     *       },
                     *       "devices": [
                     *         {
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "appId": "com.example.ringpost",
                     *           "registeredAt": "2026-11-30T12:00:00.000Z",
                     *           "tokens": {
                     *             "alert": {
                     *               "token": "0f744707bebcf74f9b7c25d48e3358945f6aa01da5ddb387462c7eaf61bbad78",
                     *               "environment": "production",
                     *               "state": "proven",
                     *               "registeredAt": "2026-11-30T12:00:00.000Z"
                     *             }
                     *           },
                     *           "presence": {
                     *             "state": "background",
                     *             "at": "2026-11-30T12:00:00.000Z",
                     *             "until": "2026-11-30T12:02:00.000Z"
                     *           },
                     *           "locale": "en-GB"
                     *         }
                     *       ],
                     *       "tags": [
                     *         "beta",
                     *         "city:shanghai"
                     *       ],
                     *       "badges": [
                     *         {
                     *           "appId": "com.example.ringpost",
                     *           "badge": 3
                     *         }
                     *       ],
                     *       "conversations": [
                     *         {
                     *           "conversationId": "group:family",
                     *           "level": "mentions",
                     *           "receive": "none",
                     *           "mentionsStillPush": true
                     *         }
                     *       ],
                     *       "blocks": [
                     *         {
                     *           "userId": "mallory"
                     *         }
                     *       ],
                     *       "handedOverPushes": [],
                     *       "groups": [
                     *         {
                     *           "groupId": "family",
                     *           "name": "Family",
                     *           "isOwner": false,
                     *           "card": "Dad"
                     *         }
                     *       ],
                     *       "calls": [
                     *         {
                     *           "callId": "0b5e4f0a-6d0c-4d0e-9a53-0d3f6c1f2a10",
                     *           "state": "ended",
                     *           "from": "alice",
                     *           "hasVideo": true,
                     *           "callerName": "Alice",
                     *           "handle": {
                     *             "type": "generic",
                     *             "value": "alice"
                     *           },
                     *           "participants": [
                     *             {
                     *               "userId": "bob",
                     *               "state": "ended"
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-30T12:00:00.000Z",
                     *           "expiresAt": "2026-11-30T12:01:00.000Z"
                     *         }
                     *       ],
                     *       "callDirectory": [
                     *         {
                     *           "number": "8613800138000",
                     *           "label": "Work"
                     *         }
                     *       ],
                     *       "callDirectoryChanges": [
                     *         {
                     *           "number": "8613800138000",
                     *           "version": 1,
                     *           "after": {
                     *             "label": "Work"
                     *           }
                     *         }
                     *       ],
                     *       "callDirectoryTerritories": [
                     *         "CN"
                     *       ],
                     *       "retained": [
                     *         {
                     *           "what": "Records of calls: caller, callees, outcomes and reports",
                     *           "keptFor": "30 days"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserExport"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    sendPush: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "pushType": "alert",
                 *       "headers": {
                 *         "apns-priority": 5,
                 *         "apns-collapse-id": "weather"
                 *       },
                 *       "payload": {
                 *         "aps": {
                 *           "alert": {
                 *             "title": "Rain",
                 *             "body": "Take an umbrella"
                 *           }
                 *         },
                 *         "city": "Lyon"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PushRequest"];
            };
        };
        responses: {
            /** @description Send a push that you have made yourself */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "kind": "alert",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PushResult"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NoDeviceToken"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read what became of the erasure of a user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erasureId": "8b0f3d1c-53a5-4a0e-9a53-0d6b1c2f7e11",
                     *       "state": "finished",
                     *       "requestedAt": "2026-11-30T12:00:00.000Z",
                     *       "finishedAt": "2026-11-30T12:00:16.000Z",
                     *       "counts": {
                     *         "devices": 2,
                     *         "profile": 1,
                     *         "tags": 1,
                     *         "badges": 1,
                     *         "groupsLeft": 3,
                     *         "callLogEntries": 12
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownErasure"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    eraseMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erase the caller */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "erasureId": "8b0f3d1c-53a5-4a0e-9a53-0d6b1c2f7e11",
                     *       "state": "running",
                     *       "requestedAt": "2026-11-30T12:00:00.000Z",
                     *       "counts": {}
                     *     }
                     */
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listBroadcasts: {
        parameters: {
            query?: {
                /**
                 * @description At most this many entries.
                 * @example 20
                 */
                limit?: string;
                /** @description The `cursor` from the previous answer, for the next page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List broadcasts, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcasts": [
                     *         {
                     *           "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *           "appId": "com.example.ringpost",
                     *           "name": "Spring update",
                     *           "state": "finished",
                     *           "audience": {
                     *             "tags": {
                     *               "any": [
                     *                 "beta",
                     *                 "city:shanghai"
                     *               ]
                     *             }
                     *           },
                     *           "counts": {
                     *             "devices": 412300,
                     *             "accepted": 398084,
                     *             "skipped": 13900,
                     *             "rejected": 312,
                     *             "failed": 4,
                     *             "retrying": 0,
                     *             "waiting": 0
                     *           },
                     *           "respectQuietHours": false,
                     *           "reasons": {
                     *             "do_not_disturb": 9100,
                     *             "muted": 4800,
                     *             "BadDeviceToken": 201,
                     *             "Unregistered": 111
                     *           },
                     *           "progress": 1,
                     *           "estimatedDevices": 1000000,
                     *           "createdAt": "2026-11-30T12:00:00.000Z",
                     *           "startedAt": "2026-11-30T12:00:00.000Z",
                     *           "finishedAt": "2026-11-30T12:00:21.000Z",
                     *           "costUsd": 0.04,
                     *           "costByUse": {
                     *             "functionGbSeconds": 0.0037,
                     *             "tableReads": 0.0019,
                     *             "tableWrites": 0.0004,
                     *             "egressBytes": 0.0167
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BroadcastList"];
                };
            };
            400: components["responses"]["InvalidRequestOrUnknownCursor"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    createBroadcast: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A text that the caller has not used before. A repetition with the same key does nothing twice.
                 * @example 5b0e3c0e-55a4-4f0f-8f0b-2f6c9d1d7a11
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "name": "Spring update",
                 *       "audience": {
                 *         "tags": {
                 *           "any": [
                 *             "beta",
                 *             "city:shanghai"
                 *           ]
                 *         }
                 *       },
                 *       "message": {
                 *         "offlinePush": {
                 *           "title": "Spring update",
                 *           "desc": "Group calls are here.",
                 *           "texts": {
                 *             "zh-Hans": {
                 *               "title": "春季更新",
                 *               "desc": "群组通话来了。"
                 *             }
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["BroadcastRequest"];
            };
        };
        responses: {
            /** @description Send a message to all users of an app, to those with tags, or to a list */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *       "state": "running"
                     *     }
                     */
                    "application/json": components["schemas"]["BroadcastStateAnswer"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `unknown_app`: Unknown app. Add the bundle ID to `apps` in cdk/stages.ts and deploy the stage. In the lab, add a phone with this app with POST /lab/phones, or store a credential for it.
             *
             *     `policy_conflict`: Settings do not fit together. Change the message's own settings or those of its policy so that they fit together.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             *
             *     `nothing_to_show`: Nothing to show. Give the broadcast elements or a text such as offlinePush.desc, or send it with pushType background.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "unknown_app" | "policy_conflict" | "push_too_large" | "nothing_to_show";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownPolicy"];
            409: components["responses"]["BudgetReachedOrIdempotencyInProgress"];
            413: components["responses"]["PayloadTooLarge"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    getBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `broadcastId` that the start of a broadcast returned.
                 * @example 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10
                 */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read the progress of a broadcast */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *       "appId": "com.example.ringpost",
                     *       "name": "Spring update",
                     *       "state": "finished",
                     *       "audience": {
                     *         "tags": {
                     *           "any": [
                     *             "beta",
                     *             "city:shanghai"
                     *           ]
                     *         }
                     *       },
                     *       "counts": {
                     *         "devices": 412300,
                     *         "accepted": 398084,
                     *         "skipped": 13900,
                     *         "rejected": 312,
                     *         "failed": 4,
                     *         "retrying": 0,
                     *         "waiting": 0
                     *       },
                     *       "respectQuietHours": false,
                     *       "reasons": {
                     *         "do_not_disturb": 9100,
                     *         "muted": 4800,
                     *         "BadDeviceToken": 201,
                     *         "Unregistered": 111
                     *       },
                     *       "progress": 1,
                     *       "estimatedDevices": 1000000,
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "startedAt": "2026-11-30T12:00:00.000Z",
                     *       "finishedAt": "2026-11-30T12:00:21.000Z",
                     *       "costUsd": 0.04,
                     *       "costByUse": {
                     *         "functionGbSeconds": 0.0037,
                     *         "tableReads": 0.0019,
                     *         "tableWrites": 0.0004,
                     *         "egressBytes": 0.0167
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Broadcast"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownBroadcast"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `broadcastId` that the start of a broadcast returned.
                 * @example 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10
                 */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownBroadcast"];
            409: components["responses"]["BroadcastState"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    stopBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `broadcastId` that the start of a broadcast returned.
                 * @example 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10
                 */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stop a running broadcast */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *       "state": "stopped"
                     *     }
                     */
                    "application/json": components["schemas"]["BroadcastStateAnswer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownBroadcast"];
            409: components["responses"]["BroadcastState"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    resumeBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `broadcastId` that the start of a broadcast returned.
                 * @example 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10
                 */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send the rest of a stopped broadcast */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *       "state": "running"
                     *     }
                     */
                    "application/json": components["schemas"]["BroadcastStateAnswer"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownBroadcast"];
            409: components["responses"]["BroadcastStateOrBudgetReached"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    recallBroadcast: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `broadcastId` that the start of a broadcast returned.
                 * @example 5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10
                 */
                broadcastId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "mode": "withdraw"
                 *     }
                 */
                "application/json": components["schemas"]["RecallRequest"];
            };
        };
        responses: {
            /** @description Take a broadcast back */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "broadcastId": "5f0f7a9e-2f5c-4c6e-8a55-6f6d2f9d4c10",
                     *       "state": "stopped"
                     *     }
                     */
                    "application/json": components["schemas"]["BroadcastStateAnswer"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownBroadcast"];
            409: components["responses"]["BroadcastState"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listActivityChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the channels of Live Activities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "channels": [
                     *         {
                     *           "name": "match-4711",
                     *           "appId": "com.example.ringpost",
                     *           "storesLatest": true,
                     *           "channelIds": {
                     *             "production": "dHN0LXNyY2gtY2hubA==",
                     *             "development": "c2FuZC1ib3gtY2hubA=="
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityChannelList"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    putActivityChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the channel, chosen by the team.
                 * @example match-4711
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "storesLatest": true
                 *     }
                 */
                "application/json": components["schemas"]["ActivityChannelInput"];
            };
        };
        responses: {
            /** @description Create a channel of Live Activities */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "match-4711",
                     *       "appId": "com.example.ringpost",
                     *       "storesLatest": true,
                     *       "channelIds": {
                     *         "production": "dHN0LXNyY2gtY2hubA==",
                     *         "development": "c2FuZC1ib3gtY2hubA=="
                     *       },
                     *       "hosts": [
                     *         {
                     *           "environment": "production",
                     *           "outcome": "accepted",
                     *           "status": 201
                     *         },
                     *         {
                     *           "environment": "development",
                     *           "outcome": "accepted",
                     *           "status": 201
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityChannelResult"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["ChannelExistsOrRejectedByApple"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteActivityChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the channel, chosen by the team.
                 * @example match-4711
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownChannel"];
            409: components["responses"]["RejectedByApple"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    updateActivityChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the channel, chosen by the team.
                 * @example match-4711
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "event": "update",
                 *       "contentState": {
                 *         "home": 2,
                 *         "away": 1
                 *       },
                 *       "alert": {
                 *         "title": "Goal",
                 *         "body": "2 to 1"
                 *       },
                 *       "staleAt": "2026-11-30T20:00:00Z",
                 *       "ttlSeconds": 600
                 *     }
                 */
                "application/json": components["schemas"]["ActivityUpdate"];
            };
        };
        responses: {
            /** @description Update or end the Live Activities that follow a channel */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "hosts": [
                     *         {
                     *           "environment": "production",
                     *           "outcome": "accepted",
                     *           "status": 200
                     *         },
                     *         {
                     *           "environment": "development",
                     *           "outcome": "accepted",
                     *           "status": 200
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityUpdateResult"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `channel_stores_nothing`: Channel stores nothing. Leave ttlSeconds out, or use a channel that was created with storesLatest.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "channel_stores_nothing" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownChannel"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the webhooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "webhookId": "backend",
                     *           "url": "https://backend.example.com/ringpost",
                     *           "events": [
                     *             "call.*",
                     *             "message.sent"
                     *           ],
                     *           "secretVersion": 1,
                     *           "state": "active",
                     *           "createdAt": "2026-11-30T12:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            403: components["responses"]["Forbidden"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    readWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the webhook, chosen by the team.
                 * @example backend
                 */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a webhook and how its deliveries fare */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "backend",
                     *       "url": "https://backend.example.com/ringpost",
                     *       "events": [
                     *         "call.*",
                     *         "message.sent"
                     *       ],
                     *       "secretVersion": 1,
                     *       "state": "active",
                     *       "createdAt": "2026-11-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownWebhook"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    setWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the webhook, chosen by the team.
                 * @example backend
                 */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://backend.example.com/ringpost",
                 *       "events": [
                 *         "call.*",
                 *         "message.sent"
                 *       ],
                 *       "secretVersion": 1
                 *     }
                 */
                "application/json": components["schemas"]["WebhookInput"];
            };
        };
        responses: {
            /** @description Create or change a webhook, or rotate its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhookId": "backend",
                     *       "url": "https://backend.example.com/ringpost",
                     *       "events": [
                     *         "call.*",
                     *         "message.sent"
                     *       ],
                     *       "secretVersion": 1,
                     *       "state": "active",
                     *       "createdAt": "2026-11-30T12:00:00.000Z",
                     *       "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw1n4MAO4kTNM="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `webhook_url`: URL not suitable for a webhook. Use an https URL of a public host, without a user name, a password or a fragment.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "webhook_url";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            /**
             * @description `secret_version`: Wrong version of the secret. Send the current secretVersion to keep the secret, or the next one to rotate it. Without the field, the secret stays.
             *
             *     `events_off`: The stage does not publish these events. Set `events` of the stage to 'calls' or 'all' in cdk/stages.ts, and deploy the stage.
             *
             *     `limit_reached`: Limit reached. Remove what is no longer needed, then send the request again.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "secret_version" | "events_off" | "limit_reached";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the webhook, chosen by the team.
                 * @example backend
                 */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownWebhook"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the webhook, chosen by the team.
                 * @example backend
                 */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a test event to a webhook now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "delivered": true,
                     *       "status": 204,
                     *       "durationMs": 87
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTestResult"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownWebhook"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    registerActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
                /**
                 * @description Name of the Live Activity, as `activityId` in its attributes.
                 * @example order-4711
                 */
                activityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "80c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f280c1a7f2",
                 *       "environment": "production"
                 *     }
                 */
                "application/json": components["schemas"]["DeviceTokenInput"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownDevice"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    removeActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description One installation of one app. The app chooses it on first launch.
                 * @example 3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21
                 */
                deviceId: string;
                /**
                 * @description Name of the Live Activity, as `activityId` in its attributes.
                 * @example order-4711
                 */
                activityId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["UnauthenticatedOrTokenExpired"];
            403: components["responses"]["InsufficientScope"];
            404: components["responses"]["UnknownDevice"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    startActivity: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "activityId": "order-4711",
                 *       "attributesType": "DeliveryAttributes",
                 *       "attributes": {
                 *         "restaurant": "Trattoria"
                 *       },
                 *       "contentState": {
                 *         "stage": "cooking"
                 *       },
                 *       "alert": {
                 *         "title": "Trattoria",
                 *         "body": "Your order is being cooked"
                 *       },
                 *       "staleAt": "2026-11-30T20:00:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["StartActivityRequest"];
            };
        };
        responses: {
            /** @description Start a Live Activity on the phones of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "activityId": "order-4711",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200,
                     *           "kind": "liveActivityStart"
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOutcomes"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownChannel"];
            409: components["responses"]["ChannelApp"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    updateActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the Live Activity, as `activityId` in its attributes.
                 * @example order-4711
                 */
                activityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "to": {
                 *         "userId": "bob"
                 *       },
                 *       "contentState": {
                 *         "stage": "on the way"
                 *       },
                 *       "priority": 5
                 *     }
                 */
                "application/json": components["schemas"]["UpdateActivityRequest"];
            };
        };
        responses: {
            /** @description Update a Live Activity on the phones of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "activityId": "order-4711",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOutcomes"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    endActivity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the Live Activity, as `activityId` in its attributes.
                 * @example order-4711
                 */
                activityId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "appId": "com.example.ringpost",
                 *       "to": {
                 *         "userIds": [
                 *           "bob"
                 *         ]
                 *       },
                 *       "contentState": {
                 *         "stage": "delivered"
                 *       },
                 *       "dismissAt": "2026-11-30T20:15:00Z"
                 *     }
                 */
                "application/json": components["schemas"]["EndActivityRequest"];
            };
        };
        responses: {
            /** @description End a Live Activity on the phones of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "activityId": "order-4711",
                     *       "targets": [
                     *         {
                     *           "userId": "bob",
                     *           "deviceId": "3f2c9a40-11d7-4b0a-8f3e-5a1f0c6d7e21",
                     *           "outcome": "accepted",
                     *           "apnsId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *           "environment": "production",
                     *           "status": 200
                     *         }
                     *       ],
                     *       "summary": {
                     *         "accepted": 1,
                     *         "skipped": 0,
                     *         "rejected": 0,
                     *         "failed": 0,
                     *         "retrying": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ActivityOutcomes"];
                };
            };
            /**
             * @description `invalid_request`: `errors` names the fields that are wrong.
             *
             *     `invalid_json`: The body is not one JSON value in UTF-8.
             *
             *     `push_too_large`: Push too large. Make ext smaller and let the app fetch the rest: an alert push may have 4,096 bytes in all, a VoIP push 5,120.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "invalid_request" | "invalid_json" | "push_too_large";
                    };
                };
            };
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    reportPushOutcome: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description ID of the user: the `sub` of their JWTs.
                 * @example bob
                 */
                userId: string;
                /**
                 * @description The `wantedId` of an event `push.wanted`.
                 * @example a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21
                 */
                wantedId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "fcm-token:APA91bHun4MxP5egoKMwt2KZFBaFUH-1RYqx",
                 *       "outcome": "tokenDropped",
                 *       "reason": "UNREGISTERED",
                 *       "attempt": 1
                 *     }
                 */
                "application/json": components["schemas"]["PushOutcomeReport"];
            };
        };
        responses: {
            /** @description Report what became of a push that your function sends */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "wantedId": "a1f0c6d7-8f3e-5b0a-91d7-3f2c9a405e21",
                     *       "attempt": 1,
                     *       "outcome": "rejected",
                     *       "reason": "UNREGISTERED",
                     *       "repair": "dropped"
                     *     }
                     */
                    "application/json": components["schemas"]["RecordedPushOutcome"];
                };
            };
            400: components["responses"]["InvalidRequestOrInvalidJson"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownPush"];
            /**
             * @description `other_token`: Push was for another token. Report the token that the event push.wanted had. The user may have registered another one since.
             *
             *     `other_attempt`: Another attempt is under way. Report the attempt that the event push.wanted had, once its result is known.
             *
             *     `outcome_known`: Outcome is already known. Nothing to do: the first outcome of an attempt counts.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code: "other_token" | "other_attempt" | "outcome_known";
                    };
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            429: components["responses"]["Throttled"];
            431: components["responses"]["HeadersTooLarge"];
            "5XX": components["responses"]["ServerError"];
        };
    };
    onCallRinging: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.ringing";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallAnswered: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.answered";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallDeclined: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.declined";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallBusy: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.busy";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallCancelled: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.cancelled";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallTimedOut: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.timedOut";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallEnded: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.ended";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallFailed: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.failed";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onCallChanged: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "call.changed";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["CallEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onMessageSent: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "message.sent";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["MessageEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onMessageUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "message.updated";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["MessageEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReceiptDelivered: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "receipt.delivered";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["ReceiptEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReceiptShown: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "receipt.shown";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["ReceiptEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReceiptTapped: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "receipt.tapped";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["ReceiptEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReceiptCallReported: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "receipt.callReported";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["ReceiptEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onReceiptCallReportNotRequired: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "receipt.callReportNotRequired";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["ReceiptEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTokenDropped: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "token.dropped";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["TokenEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTokenQuarantined: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "token.quarantined";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["TokenEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onTokenRepaired: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "token.repaired";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["TokenEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onUserErased: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "user.erased";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["UserEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onPushWanted: {
        parameters: {
            query?: never;
            header: {
                /** @description ID of the event: the same in every attempt. */
                "webhook-id": components["parameters"]["WebhookId"];
                /** @description Time of the attempt, in epoch seconds. */
                "webhook-timestamp": components["parameters"]["WebhookTimestamp"];
                /** @description Signatures by Standard Webhooks, `v1,…`, separated by spaces. */
                "webhook-signature": components["parameters"]["WebhookSignature"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "push.wanted";
                    /** Format: date-time */
                    timestamp: string;
                    data: components["schemas"]["PushEventData"];
                };
            };
        };
        responses: {
            /** @description Accepted */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
