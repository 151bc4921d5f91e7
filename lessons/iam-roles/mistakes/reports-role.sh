aws ecs register-task-definition --cli-input-json file://uploader.json \
    --task-role-arn arn:aws:iam::123456789012:role/reportTaskRole
aws ecs update-service --cluster lab --service uploader --task-definition uploader
