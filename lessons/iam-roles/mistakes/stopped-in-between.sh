aws ecs register-task-definition --cli-input-json file://uploader.json \
    --task-role-arn arn:aws:iam::123456789012:role/photoTaskRole
aws ecs update-service --cluster lab --service uploader --desired-count 0
sleep 60
aws ecs update-service --cluster lab --service uploader --task-definition uploader --desired-count 1
